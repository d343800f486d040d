// @ts-check
// How the map looks: the base of land and borders, the signs of the families, and the layers of spots.
import { token } from "/static/lib/tokens.js";

/** The land, borders and names beneath. @param {any} world */
export function baseStyle(world) {
  const empty = { type: "FeatureCollection", features: [] };
  const label = { "text-color": token("--place"), "text-halo-color": token("--land"), "text-halo-width": 1.4 };
  return {
    version: 8,
    sources: {
      world: { type: "geojson", data: world, tolerance: 0.2 },
      units: { type: "geojson", data: empty, tolerance: 0.2 },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": token("--water") } },
      { id: "land", type: "fill", source: "world", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": token("--land"), "fill-antialias": false } },
      { id: "units", type: "line", source: "units", minzoom: 3.5, paint: { "line-color": token("--unit"), "line-width": 0.8 } },
      { id: "borders", type: "line", source: "world", filter: ["==", ["geometry-type"], "Polygon"], paint: { "line-color": token("--border"), "line-width": ["interpolate", ["linear"], ["zoom"], 1, 0.4, 6, 1.1] } },
      { id: "unit-names", type: "symbol", source: "units", minzoom: 5.5, layout: { "text-field": ["get", "name"], "text-size": 10.5, "text-max-width": 7 }, paint: label },
      { id: "country-names", type: "symbol", source: "world", filter: ["==", ["geometry-type"], "Point"], maxzoom: 7, layout: { "text-field": ["get", "name"], "text-size": ["interpolate", ["linear"], ["zoom"], 2, 10, 6, 15], "text-letter-spacing": 0.06, "symbol-sort-key": ["-", ["get", "size"]] }, paint: label },
    ],
  };
}

/** Spots that stand together are drawn as one ring, which says the share of each family. @param {string[]} families */
export function spotSource(families) {
  const shares = Object.fromEntries(families.map((family) => [family, ["+", ["coalesce", ["get", family], 0]]]));
  return { type: "geojson", data: { type: "FeatureCollection", features: [] }, cluster: true, clusterRadius: 30, clusterMaxZoom: 13, clusterProperties: shares };
}

/** The layers of spots, beneath to above. @param {string[]} families @returns {any[]} */
export function spotLayers(families) {
  const eighths = (/** @type {string} */ family) => ["to-string", ["ceil", ["*", 8, ["/", ["get", family], ["get", "point_count"]]]]];
  const pie = ["concat", "pie", ...families.flatMap((family) => ["-", eighths(family)])];
  const ink = token("--ink"), sheet = token("--sheet");
  const alone = ["!", ["has", "point_count"]];
  const doubling = (/** @type {any} */ at0) => ["interpolate", ["exponential", 2], ["zoom"], 0, at0, 20, ["*", at0, 2 ** 20]];
  const size = ["interpolate", ["linear"], ["sqrt", ["get", "killed"]], 0, 0.62, 10, 1.5];
  return [
    { id: "rings", type: "circle", source: "spots", filter: ["all", alone, [">", ["get", "ring"], 0]], minzoom: 5, paint: { "circle-radius": doubling(["get", "ring"]), "circle-color": ink, "circle-opacity": 0.03, "circle-stroke-color": ink, "circle-stroke-width": 0.8, "circle-stroke-opacity": 0.3 } },
    { id: "clusters", type: "symbol", source: "spots", filter: ["has", "point_count"], layout: { "icon-image": pie, "icon-size": ["interpolate", ["linear"], ["ln", ["get", "point_count"]], 0.7, 0.5, 8, 1.15], "icon-allow-overlap": true, "icon-ignore-placement": true } },
    { id: "cluster-counts", type: "symbol", source: "spots", filter: ["has", "point_count"], layout: { "text-field": ["get", "point_count_abbreviated"], "text-size": 11, "text-allow-overlap": true, "text-ignore-placement": true }, paint: { "text-color": ink } },
    { id: "symbols", type: "symbol", source: "spots", filter: alone, layout: { "icon-image": ["get", "sign"], "icon-size": size, "icon-allow-overlap": true, "icon-ignore-placement": true, "symbol-sort-key": ["get", "killed"] }, paint: { "icon-opacity": ["case", ["==", ["get", "sure"], 1], 1, 0.5] } },
    { id: "chosen", type: "circle", source: "spots", filter: ["==", ["get", "id"], ""], paint: { "circle-radius": 15, "circle-color": "rgba(0,0,0,0)", "circle-stroke-color": token("--focus"), "circle-stroke-width": 2.5 } },
  ];
}

/**
 * Draw the sign of each family, filled and hollow, as images of the map.
 * @param {any} map
 * @param {Record<string, string>} symbols
 */
export function addSymbols(map, symbols) {
  for (const [family, path] of Object.entries(symbols)) {
    map.addImage(family, picture(path, token(`--f-${family}`), false), { pixelRatio: 2 });
    map.addImage(`${family}-hollow`, picture(path, token(`--f-${family}`), true), { pixelRatio: 2 });
  }
  map.setMissingStyleImageResolver((/** @type {string} */ id) => {
    if (!id.startsWith("pie-") || map.hasImage(id)) return;
    const shares = id.split("-").slice(1).map(Number);
    map.addImage(id, ring(shares, Object.keys(symbols).map((family) => token(`--f-${family}`))), { pixelRatio: 2 });
  });
}

/** Draw a ring of shares. @param {number[]} shares @param {string[]} colours */
function ring(shares, colours) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 104;
  const draw = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  draw.translate(52, 52);
  draw.fillStyle = token("--sheet");
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
  return draw.getImageData(0, 0, 104, 104);
}

/** @param {string} path @param {string} colour @param {boolean} hollow */
function picture(path, colour, hollow) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 48;
  const draw = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  draw.scale(2.5, 2.5);
  draw.translate(1.6, 1.6);
  const shape = new Path2D(path);
  draw.lineJoin = "round";
  draw.strokeStyle = token("--sheet");
  draw.lineWidth = hollow ? 4.4 : 2.6;
  draw.stroke(shape);
  draw.fillStyle = hollow ? token("--sheet") : colour;
  draw.fill(shape);
  if (hollow) {
    draw.strokeStyle = colour;
    draw.lineWidth = 2.2;
    draw.stroke(shape);
  }
  return draw.getImageData(0, 0, 48, 48);
}
