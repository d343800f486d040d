// @ts-check
// The map of events: MapLibre with a sheet of spots upon it, a brush over time, and the list of what is in view.
import { maplibre } from "/static/lib/map.js";
import { onScreen } from "/static/lib/screen.js";
import { makeBrush } from "/static/screens/brush.js";
import { baseStyle } from "/static/screens/map-layers.js";
import { laySheet } from "/static/screens/map-sheet.js";
import { makeSigns } from "/static/screens/map-signs.js";
import { NEAREST, toSpots } from "/static/screens/map-spots.js";

const pane = /** @type {HTMLElement & {map?: any, sheet?: any}} */ (document.getElementById("map"));
const note = /** @type {HTMLElement} */ (document.getElementById("map-note"));
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

const WORLD = "/static/base/world.json";

/** @type {import("./map-spots.js").Spot[]} */
let spots = [];
/** @type {any} */
let map = null;
/** @type {ReturnType<typeof laySheet> | null} */
let sheet = null;
/** @type {ReturnType<typeof makeBrush> | null} */
let brush = null;
let fetched = "";
/** @type {ReturnType<typeof readCountries> | null} */
let known = null;
const drawnUnits = new Set();
/** @type {any[]} */
const units = [];

/** Say that there is no map, and why; the list stays. @param {string} why */
function withoutMap(why) {
  pane.hidden = true;
  note.hidden = false;
  note.textContent = why;
  return false;
}

function shown() {
  const range = brush?.range() ?? null;
  return range ? spots.filter((spot) => spot.day && spot.day.slice(0, 7) >= range[0] && spot.day.slice(0, 7) <= range[1]) : spots;
}

function redraw() {
  sheet?.show(shown());
  listSoon();
}

/** Move to where spots are. @param {import("./map-spots.js").Spot[]} some @param {number} maxZoom */
function fit(some, maxZoom) {
  if (!some.length) return;
  const box = new maplibre.LngLatBounds();
  for (const { x, lat } of some) box.extend([360 * (x - 0.5), lat]);
  map.resize();
  map.fitBounds(box, { padding: 64, maxZoom, animate: false });
}

/** Fetch the spots of the filter that the page now has. */
async function load() {
  const address = pane.dataset.spots ?? "";
  if (address === fetched) return;
  fetched = address;
  const answer = await fetch(address);
  if (!answer.ok) return;
  const found = toSpots(await answer.json());
  if (!(await started) || address !== fetched) return;
  spots = found;
  fit(spots, 6.5);
  brush?.fill(spots.map((spot) => spot.day));
  redraw();
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

/** The countries of the base with their boxes. @returns {Promise<{country: string, box: number[]}[]>} */
async function readCountries() {
  const world = await (await fetch(WORLD)).json();
  return world.features.map((/** @type {any} */ one) => one.properties).filter((/** @type {any} */ one) => one.box && one.country);
}

/** Fetch the units of the countries in view, once each, from where they can be told apart. */
async function drawUnits() {
  if (map.getZoom() < 3.5 || !map.getSource("units")) return;
  const countries = await (known ??= readCountries());
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
  sheet?.choose(id);
}

/** Show an event, or move to where a group falls apart. @param {any} event */
function clicked(event) {
  const found = sheet?.at(event.point)?.group.spots;
  if (!found) return;
  if (found.length === 1 || map.getZoom() >= NEAREST) show(found[0].id);
  else fit(found, Math.min(NEAREST, map.getZoom() + 4));
}

/** Make the map; say whether there is one. */
async function start() {
  if (!document.createElement("canvas").getContext("webgl2")) {
    return withoutMap("This browser cannot draw the map (no WebGL). The list holds the same events.");
  }
  const symbols = await (await fetch("/static/symbols.json")).json();
  try {
    map = new maplibre.Map({
      container: pane,
      style: baseStyle(new URL(WORLD, location.href).href),
      center: [30, 20],
      zoom: 1.5,
      maxZoom: NEAREST,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxPitch: 0,
      renderWorldCopies: false,
      fadeDuration: 0,
      localIdeographFontFamily: "sans-serif",
    });
  } catch (error) {
    return withoutMap(`The map cannot be drawn (${error}). The list holds the same events.`);
  }
  pane.map = map;
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibre.ScaleControl({ maxWidth: 90 }), "bottom-right");
  pane.sheet = sheet = laySheet(map, makeSigns(symbols));
  brush = makeBrush(redraw, calm);
  map.on("click", clicked);
  map.on("moveend", listSoon);
  map.on("moveend", drawUnits);
  map.on("load", drawUnits);
  map.on("mousemove", (/** @type {any} */ event) => {
    map.getCanvas().style.cursor = sheet?.at(event.point) ? "pointer" : "";
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => location.reload());
  return true;
}

document.querySelector(".map-side")?.addEventListener("focusin", (event) => {
  const id = event.target instanceof Element ? event.target.closest("#in-view [data-event]")?.getAttribute("data-event") : null;
  if (id) sheet?.choose(id);
});
const started = start();
onScreen(() => { load(); });
