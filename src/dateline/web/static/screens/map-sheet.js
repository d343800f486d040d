// @ts-check
// A sheet over the map on which the spots are drawn. They are not layers of the map itself: a step of the
// brush then draws the spots anew and nothing else, which a processor without a graphics card does at once.
import { token } from "/static/lib/tokens.js";
import { RING, SIGN } from "/static/screens/map-signs.js";
import { group } from "/static/screens/map-spots.js";

/** Zoom from which rings of uncertainty are drawn. */
const RINGS_FROM = 5;

/**
 * What stands on the sheet, in its pixels.
 * @typedef {{x: number, y: number, radius: number, group: import("./map-spots.js").Group}} Mark
 */

/**
 * Lay the sheet over a map.
 * @param {any} map
 * @param {ReturnType<typeof import("./map-signs.js").makeSigns>} signs
 */
export function laySheet(map, signs) {
  const canvas = document.createElement("canvas");
  canvas.className = "map-sheet";
  canvas.setAttribute("aria-hidden", "true");
  map.getCanvasContainer().append(canvas);
  const draw = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  const ink = token("--ink"), focus = token("--focus");
  /** @type {import("./map-spots.js").Spot[]} */
  let spots = [];
  /** @type {import("./map-spots.js").Group[]} */
  let groups = [];
  /** @type {Mark[]} */
  let marks = [];
  let rings = 0, grouped = NaN, chosen = "";

  /** Fit the sheet to the map, and clear it. */
  function clear() {
    const { clientWidth: width, clientHeight: height } = map.getContainer(), fine = Math.min(2, devicePixelRatio);
    if (canvas.width !== Math.round(width * fine) || canvas.height !== Math.round(height * fine)) {
      canvas.width = Math.round(width * fine);
      canvas.height = Math.round(height * fine);
    }
    draw.setTransform(fine, 0, 0, fine, 0, 0);
    draw.clearRect(0, 0, width, height);
    return { width, height };
  }

  /** Draw the area in which an imprecise event may be. @param {Mark} mark @param {number} zoom */
  function drawRing({ x, y, group: { spots: [spot] } }, zoom) {
    draw.beginPath();
    draw.arc(x, y, (spot.metres * 2 ** zoom) / (78271.5 * Math.cos((spot.lat * Math.PI) / 180)), 0, 2 * Math.PI);
    draw.globalAlpha = 0.04;
    draw.fill();
    draw.globalAlpha = 0.35;
    draw.stroke();
    rings++;
  }

  /** @param {Mark} mark */
  function drawMark({ x, y, radius, group: { spots: members } }) {
    const [one] = members, alone = members.length === 1;
    draw.globalAlpha = alone && !one.sure ? 0.5 : 1;
    const picture = alone ? signs.sign(one.family, one.hollow) : signs.ring(members);
    if (picture) draw.drawImage(picture, x - radius, y - radius, 2 * radius, 2 * radius);
    if (!alone) draw.fillText(short(members.length), x, y + 0.5);
  }

  function paint() {
    const { width, height } = clear(), zoom = map.getZoom(), scale = 512 * 2 ** zoom, zero = map.project([0, 0]);
    if (Math.floor(zoom) !== grouped) {
      grouped = Math.floor(zoom);
      groups = group(spots, zoom);
    }
    marks = [];
    for (const one of groups) {
      const x = zero.x + (one.x - 0.5) * scale, y = zero.y + (one.y - 0.5) * scale;
      if (x < -RING || y < -RING || x > width + RING || y > height + RING) continue;
      marks.push({ x, y, radius: radiusOf(one), group: one });
    }
    marks.sort((a, b) => a.group.spots.length - b.group.spots.length || a.group.spots[0].killed - b.group.spots[0].killed);
    rings = 0;
    draw.strokeStyle = draw.fillStyle = ink;
    draw.lineWidth = 1;
    for (const mark of marks) {
      if (zoom >= RINGS_FROM && mark.group.spots.length === 1 && mark.group.spots[0].hollow) drawRing(mark, zoom);
    }
    draw.font = "11px system-ui, sans-serif";
    draw.textAlign = "center";
    draw.textBaseline = "middle";
    for (const mark of marks) drawMark(mark);
    drawChosen();
  }

  function drawChosen() {
    const mark = chosen ? marks.find((one) => one.group.spots.some(({ id }) => id === chosen)) : null;
    if (!mark) return;
    draw.globalAlpha = 1;
    draw.strokeStyle = focus;
    draw.lineWidth = 2.5;
    draw.beginPath();
    draw.arc(mark.x, mark.y, mark.radius + 4, 0, 2 * Math.PI);
    draw.stroke();
  }

  map.on("render", paint);
  map.on("resize", paint);
  return {
    /** Draw these spots. @param {import("./map-spots.js").Spot[]} given */
    show(given) {
      spots = given;
      grouped = NaN;
      paint();
    },
    /** Draw a ring around one event. @param {string} id */
    choose(id) {
      chosen = id;
      paint();
    },
    /** The mark at a point. @param {{x: number, y: number}} point */
    at({ x, y }) {
      return marks.findLast((one) => Math.hypot(one.x - x, one.y - y) <= Math.max(10, one.radius)) ?? null;
    },
    /** How much is drawn in view: events, signs of single events, hollow ones, groups, rings of uncertainty. */
    counts() {
      const single = marks.filter((one) => one.group.spots.length === 1);
      return {
        events: marks.reduce((sum, one) => sum + one.group.spots.length, 0),
        signs: single.length,
        hollow: single.filter((one) => one.group.spots[0].hollow).length,
        groups: marks.length - single.length,
        rings,
      };
    },
  };
}

/** Pixels from the middle of a mark to its edge. @param {import("./map-spots.js").Group} one */
function radiusOf({ spots }) {
  if (spots.length > 1) return (RING / 2) * Math.min(1.15, 0.5 + 0.09 * (Math.log(spots.length) - 0.7));
  return (SIGN / 2) * Math.min(1.5, 0.62 + 0.088 * Math.sqrt(spots[0].killed));
}

/** @param {number} number */
function short(number) {
  return number < 1000 ? String(number) : `${(number / 1000).toFixed(number < 10000 ? 1 : 0)}k`;
}
