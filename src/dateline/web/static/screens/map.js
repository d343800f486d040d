// @ts-check
// The map of events: spots drawn by MapLibre, a brush over time, and the list of what is in view.
import { maplibre } from "/static/lib/map.js";
import { onScreen } from "/static/lib/screen.js";
import { makeBrush } from "/static/screens/brush.js";
import { addSymbols, baseStyle, spotLayers, spotSource } from "/static/screens/map-layers.js";

/**
 * @typedef {{id: string, day: string | null, feature: any}} Spot
 */

const pane = /** @type {HTMLElement & {map?: any}} */ (document.getElementById("map"));
const note = /** @type {HTMLElement} */ (document.getElementById("map-note"));
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Kilometres around an imprecise point in which the event may be, as a radius. @type {Record<string, number>} */
const UNSURE = { near: 15, admin2: 25, admin1: 60 };

/** @type {Spot[]} */
let spots = [];
/** @type {any} */
let map = null;
/** @type {ReturnType<typeof makeBrush> | null} */
let brush = null;
let fetched = "";
/** @type {{country: string, box: number[]}[]} */
let countries = [];
const drawnUnits = new Set();
/** @type {any[]} */
const units = [];

/** Say that there is no map, and why; the list stays. @param {string} why */
function withoutMap(why) {
  pane.hidden = true;
  note.hidden = false;
  note.textContent = why;
}

/** Turn the columns of the answer into features, spot by spot. @param {any} columns @returns {Spot[]} */
function toSpots(columns) {
  return columns.id.map((/** @type {string} */ id, /** @type {number} */ n) => {
    const precision = columns.precision[n];
    const radius = UNSURE[precision] ?? 0;
    const metres = 78271.5 * Math.cos((columns.lat[n] * Math.PI) / 180);
    return {
      id,
      day: columns.day[n],
      feature: {
        type: "Feature",
        geometry: { type: "Point", coordinates: [columns.lon[n], columns.lat[n]] },
        properties: {
          id,
          sign: `${columns.family[n]}${radius ? "-hollow" : ""}`,
          family: columns.family[n],
          [columns.family[n]]: 1,
          killed: columns.killed[n] ?? 0,
          sure: columns.status[n] === "actual" ? 1 : 0,
          ring: (radius * 1000) / metres,
        },
      },
    };
  });
}

function shown() {
  const range = brush?.range() ?? null;
  return range ? spots.filter((spot) => spot.day && spot.day.slice(0, 7) >= range[0] && spot.day.slice(0, 7) <= range[1]) : spots;
}

function redraw() {
  map?.getSource("spots")?.setData({ type: "FeatureCollection", features: shown().map((spot) => spot.feature) });
  listSoon();
}

/** Move to where the events are. */
function fit() {
  if (!spots.length) return;
  const box = new maplibre.LngLatBounds();
  for (const spot of spots) box.extend(spot.feature.geometry.coordinates);
  map.resize();
  map.fitBounds(box, { padding: 64, maxZoom: 6.5, animate: false });
}

/** Fetch the spots of the filter that the page now has. */
async function load() {
  const address = pane.dataset.spots ?? "";
  if (address === fetched || !map) return;
  fetched = address;
  const answer = await fetch(address);
  if (!answer.ok || address !== fetched) return;
  spots = toSpots(await answer.json());
  brush?.fill(spots.map((spot) => spot.day));
  redraw();
  fit();
}

/** @type {number | undefined} */
let waiting;
function listSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(list, 250);
}

/** Bring the list beside the map to what is in view. */
async function list() {
  const bounds = map.getBounds();
  const url = new URL(pane.dataset.list ?? "", location.href);
  const west = Math.max(-180, bounds.getWest()), east = Math.min(180, bounds.getEast());
  const box = [west, Math.max(-90, bounds.getSouth()), east, Math.min(90, bounds.getNorth())];
  url.searchParams.set("box", box.map((degree) => degree.toFixed(4)).join(","));
  const range = brush?.days();
  if (range) {
    url.searchParams.set("since", range[0]);
    url.searchParams.set("until", range[1]);
  }
  // @ts-ignore
  await htmx.ajax("GET", url.pathname + url.search, { target: "#in-view", swap: "outerMorph" });
}

/** Fetch the units of the countries in view, once each, from where they can be told apart. */
async function drawUnits() {
  if (map.getZoom() < 3.5) return;
  const bounds = map.getBounds();
  const seen = countries.filter(({ box: [west, south, east, north] }) => {
    return west < bounds.getEast() && east > bounds.getWest() && south < bounds.getNorth() && north > bounds.getSouth();
  });
  const missing = seen.map(({ country }) => country).filter((code) => !drawnUnits.has(code)).slice(0, 60);
  if (!missing.length) return;
  for (const code of missing) drawnUnits.add(code);
  const answer = await fetch(`/map/units.json?countries=${missing.join(",")}`);
  if (!answer.ok) return;
  units.push(...(await answer.json()).features);
  map.getSource("units").setData({ type: "FeatureCollection", features: units });
}

/** Show the card of one event. @param {string} id */
function show(id) {
  // @ts-ignore
  htmx.ajax("GET", `/map/events/${encodeURIComponent(id)}`, { target: "#spot", swap: "innerHTML" });
  map.setFilter("chosen", ["==", ["get", "id"], id]);
}

/** @param {any} event */
async function clicked(event) {
  const [found] = map.queryRenderedFeatures(event.point, { layers: ["symbols", "clusters"] });
  if (!found) return;
  if (!found.properties.cluster) return show(found.properties.id);
  const source = map.getSource("spots");
  const zoom = await source.getClusterExpansionZoom(found.properties.cluster_id);
  map.easeTo({ center: found.geometry.coordinates, zoom: Math.min(zoom, 14), animate: !calm });
}

async function start() {
  if (!document.createElement("canvas").getContext("webgl2")) {
    return withoutMap("This browser cannot draw the map (no WebGL). The list holds the same events.");
  }
  const [world, symbols] = await Promise.all(["/static/base/world.json", "/static/symbols.json"].map(async (url) => (await fetch(url)).json()));
  countries = world.features.map((/** @type {any} */ one) => one.properties).filter((/** @type {any} */ one) => one.box && one.country);
  try {
    map = new maplibre.Map({
      container: pane,
      style: baseStyle(world),
      center: [30, 20],
      zoom: 1.5,
      maxZoom: 14,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      fadeDuration: 0,
      localIdeographFontFamily: "sans-serif",
    });
  } catch (error) {
    return withoutMap(`The map cannot be drawn (${error}). The list holds the same events.`);
  }
  pane.map = map;
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibre.ScaleControl({ maxWidth: 90 }), "bottom-right");
  map.on("load", () => {
    const families = Object.keys(symbols);
    addSymbols(map, symbols);
    map.addSource("spots", spotSource(families));
    for (const layer of spotLayers(families)) map.addLayer(layer);
    brush = makeBrush(redraw, calm);
    load();
  });
  map.on("click", clicked);
  map.on("moveend", listSoon);
  map.on("moveend", drawUnits);
  for (const layer of ["symbols", "clusters"]) {
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => location.reload());
}

document.querySelector(".map-side")?.addEventListener("focusin", (event) => {
  const id = event.target instanceof Element ? event.target.closest("#in-view [data-event]")?.getAttribute("data-event") : null;
  if (id && map?.getLayer("chosen")) map.setFilter("chosen", ["==", ["get", "id"], id]);
});
start();
onScreen(() => { load(); });
