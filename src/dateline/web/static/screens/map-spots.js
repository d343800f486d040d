// @ts-check
// The spots of the map: read from the answer, and put together where they would stand upon each other.

/** Kilometres around an imprecise point in which the event may be, as a radius. @type {Record<string, number>} */
const UNSURE = { near: 15, admin2: 25, admin1: 60 };

/** Pixels within which spots are one ring with a number. */
const REACH = 30;

/** The closest zoom: spots upon each other are all that is left in one ring there. */
export const NEAREST = 14;

/**
 * A spot: where it lies in the Mercator square (0 to 1), and how it is drawn. ``metres`` is the radius of
 * uncertainty, 0 where the place is exact.
 * @typedef {{id: string, day: string | null, x: number, y: number, lat: number, family: string, hollow: boolean,
 *   killed: number, sure: boolean, metres: number}} Spot
 * @typedef {{x: number, y: number, spots: Spot[]}} Group
 */

/** Turn the columns of the answer into spots. @param {any} columns @returns {Spot[]} */
export function toSpots(columns) {
  return columns.id.map((/** @type {string} */ id, /** @type {number} */ n) => {
    const lat = columns.lat[n], sine = Math.min(0.9999, Math.max(-0.9999, Math.sin((lat * Math.PI) / 180)));
    const kilometres = UNSURE[columns.precision[n]] ?? 0;
    return {
      id,
      day: columns.day[n],
      x: columns.lon[n] / 360 + 0.5,
      y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI),
      lat,
      family: columns.family[n],
      hollow: kilometres > 0,
      killed: columns.killed[n] ?? 0,
      sure: columns.status[n] === "actual",
      metres: 1000 * kilometres,
    };
  });
}

/**
 * Put spots together that lie close at a zoom. Each goes to the first group in reach, so that the same spots
 * make the same groups.
 * @param {Spot[]} spots
 * @param {number} zoom
 * @returns {Group[]}
 */
export function group(spots, zoom) {
  const reach = REACH / (512 * 2 ** Math.min(Math.floor(zoom), NEAREST));
  /** @type {Map<number, Group[]>} */
  const cells = new Map();
  /** @type {Group[]} */
  const groups = [];
  const across = Math.ceil(1 / reach) + 2;
  for (const spot of spots) {
    const column = Math.floor(spot.x / reach), row = Math.floor(spot.y / reach);
    const found = near(cells, column, row, across, spot, reach);
    if (found) {
      found.spots.push(spot);
      continue;
    }
    const made = { x: spot.x, y: spot.y, spots: [spot] };
    groups.push(made);
    const key = row * across + column, there = cells.get(key);
    if (there) there.push(made);
    else cells.set(key, [made]);
  }
  return groups;
}

/**
 * @param {Map<number, Group[]>} cells @param {number} column @param {number} row @param {number} across
 * @param {Spot} spot @param {number} reach
 */
function near(cells, column, row, across, spot, reach) {
  for (let y = row - 1; y <= row + 1; y++) {
    for (let x = column - 1; x <= column + 1; x++) {
      for (const one of cells.get(y * across + x) ?? []) {
        if ((one.x - spot.x) ** 2 + (one.y - spot.y) ** 2 <= reach * reach) return one;
      }
    }
  }
  return null;
}
