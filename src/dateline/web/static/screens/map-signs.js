// @ts-check
// Pictures of the signs on the map, made once: a family filled or hollow, and the ring of shares of a group.
import { token } from "/static/lib/tokens.js";

/** Pixels of a sign and of a ring on the screen; pictures have twice as many. */
export const SIGN = 24, RING = 52;

/** @param {number} size @returns {[HTMLCanvasElement, CanvasRenderingContext2D]} */
function blank(size) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  return [canvas, /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"))];
}

/**
 * Make the pictures of the page's families.
 * @param {Record<string, string>} symbols the path of each family's sign
 */
export function makeSigns(symbols) {
  const families = Object.keys(symbols), colours = families.map((family) => token(`--f-${family}`));
  const sheet = token("--sheet");
  /** @type {Map<string, HTMLCanvasElement>} */
  const made = new Map();
  families.forEach((family, n) => {
    made.set(family, picture(symbols[family], colours[n], sheet, false));
    made.set(`${family}-hollow`, picture(symbols[family], colours[n], sheet, true));
  });

  /** @param {string} family @param {boolean} hollow */
  const sign = (family, hollow) => made.get(hollow ? `${family}-hollow` : family);

  /** The ring of a group, in eighths, so that few pictures do. @param {{family: string}[]} spots */
  function ring(spots) {
    const counts = new Map();
    for (const { family } of spots) counts.set(family, (counts.get(family) ?? 0) + 1);
    const shares = families.map((family) => Math.ceil((8 * (counts.get(family) ?? 0)) / spots.length));
    const key = shares.join("-");
    let drawn = made.get(key);
    if (!drawn) made.set(key, (drawn = pie(shares, colours, sheet)));
    return drawn;
  }
  return { sign, ring };
}

/** Draw a ring of shares. @param {number[]} shares @param {string[]} colours @param {string} sheet */
function pie(shares, colours, sheet) {
  const [canvas, draw] = blank(2 * RING);
  draw.translate(RING, RING);
  draw.fillStyle = sheet;
  draw.beginPath();
  draw.arc(0, 0, 50, 0, 2 * Math.PI);
  draw.fill();
  draw.lineWidth = 9;
  const whole = shares.reduce((sum, share) => sum + share, 0);
  let from = -Math.PI / 2;
  shares.forEach((share, n) => {
    if (!share) return;
    const to = from + (2 * Math.PI * share) / whole;
    draw.strokeStyle = colours[n];
    draw.beginPath();
    draw.arc(0, 0, 43.5, from, to);
    draw.stroke();
    from = to;
  });
  return canvas;
}

/** @param {string} path @param {string} colour @param {string} sheet @param {boolean} hollow */
function picture(path, colour, sheet, hollow) {
  const [canvas, draw] = blank(2 * SIGN);
  draw.scale(2.5, 2.5);
  draw.translate(1.6, 1.6);
  const shape = new Path2D(path);
  draw.lineJoin = "round";
  draw.strokeStyle = sheet;
  draw.lineWidth = hollow ? 4.4 : 2.6;
  draw.stroke(shape);
  draw.fillStyle = hollow ? sheet : colour;
  draw.fill(shape);
  if (hollow) {
    draw.strokeStyle = colour;
    draw.lineWidth = 2.2;
    draw.stroke(shape);
  }
  return canvas;
}
