// @ts-check
// How the map beneath the spots looks: land, borders, units and names.
import { token } from "/static/lib/tokens.js";

/** The land, borders and names beneath. @param {string} world the address of the outlines */
export function baseStyle(world) {
  const empty = { type: "FeatureCollection", features: [] };
  const label = { "text-color": token("--place"), "text-halo-color": token("--land"), "text-halo-width": 1.4 };
  return {
    version: 8,
    sources: {
      world: { type: "geojson", data: world },
      units: { type: "geojson", data: empty },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": token("--water") } },
      { id: "land", type: "fill", source: "world", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": token("--land"), "fill-antialias": false } },
      { id: "units", type: "line", source: "units", minzoom: 3.5, paint: { "line-color": token("--unit"), "line-width": 0.8 } },
      { id: "borders", type: "line", source: "world", filter: ["==", ["geometry-type"], "Polygon"], paint: { "line-color": token("--border"), "line-width": ["interpolate", ["linear"], ["zoom"], 1, 0.4, 6, 1.1] } },
      { id: "unit-names", type: "symbol", source: "units", minzoom: 5.5, layout: { "text-field": ["get", "name"], "text-size": 10.5, "text-max-width": 7, "text-variable-anchor": ["top", "bottom", "right", "left"], "text-radial-offset": 1.4 }, paint: label },
      { id: "country-names", type: "symbol", source: "world", filter: ["==", ["geometry-type"], "Point"], maxzoom: 7, layout: { "text-field": ["get", "name"], "text-size": ["interpolate", ["linear"], ["zoom"], 2, 10, 6, 15], "text-letter-spacing": 0.06, "symbol-sort-key": ["-", ["get", "size"]] }, paint: label },
    ],
  };
}
