// @ts-check
// Draws the timeline from its JSON twin: stacked bars that a stretch of time can be chosen on, and lanes of events.
import { d3, plot, Plot, token } from "/static/lib/plot.js";
import { onScreen } from "/static/lib/screen.js";

/** @typedef {{start: string, end: string, family: string, events: number}} Bar */
/** @typedef {{url: string, start: string, end: string, day: boolean, family: string, status: string, background: boolean, title: string, when: string, where: string}} Shown */
/** @typedef {{name: string, events: number, url: string, shown: Shown[]}} Lane */
/** @typedef {{bin: string, core: string[], families: Record<string, string>, bars: Bar[], lanes: Lane[]}} Data */

const LANE = 34;
const LEFT = 168;
const FOOT = 38;
/** @type {Record<string, any>} */
const SYMBOLS = { actual: "circle", planned: "diamond", possible: "circle", negated: "times" };
/** @type {{source: string, data: Data} | null} */
let kept = null;
let asked = 0;
let everything = false;

/** @param {string} day */
const utc = (day) => new Date(`${day}T00:00:00Z`);

/** @param {Data} data */
function colours(data) {
  const domain = Object.keys(data.families);
  return { type: "categorical", domain, range: domain.map((name) => token(`--f-${name}`)) };
}

/** The days that both drawings span, so that they stand above one another. @param {Data} data @param {boolean} [all] */
function span(data, all = everything) {
  if (!all) return data.core.map(utc);
  return [d3.min(data.bars, (/** @type {Bar} */ one) => utc(one.start)), d3.max(data.bars, (/** @type {Bar} */ one) => utc(one.end))];
}

/** @param {HTMLElement} into @param {Data} data */
function drawCounts(into, data) {
  const narrow = into.clientWidth < 560;
  const marginLeft = narrow ? 36 : LEFT;
  const [first, last] = span(data);
  const bars = data.bars.filter((one) => utc(one.end) > first && utc(one.start) < last);
  const drawn = /** @type {SVGSVGElement} */ (plot({
    width: into.clientWidth - 16, height: 240, marginLeft, marginRight: 12, marginBottom: FOOT,
    x: { type: "utc", domain: [first, last], label: null },
    y: { grid: true, label: null, ticks: 5, tickFormat: (/** @type {number} */ n) => (Number.isInteger(n) ? n.toLocaleString("en") : "") },
    color: colours(data),
    ariaLabel: `Events by ${data.bin}, stacked by family of type`,
    marks: [
      Plot.rectY(bars, Plot.stackY({
        x1: (/** @type {Bar} */ one) => utc(one.start), x2: (/** @type {Bar} */ one) => utc(one.end), y: "events", fill: "family",
        order: Object.keys(data.families), insetLeft: 0.5, insetRight: 0.5,
        title: (/** @type {Bar} */ one) => `${data.families[one.family] ?? one.family}: ${one.events} from ${one.start}`,
      })),
      Plot.ruleY([0]),
    ],
  }));
  into.replaceChildren(drawn);
  addBrush(drawn, data, marginLeft);
}

/** @param {SVGSVGElement} drawn @param {Data} data @param {number} left */
function addBrush(drawn, data, left) {
  const scale = /** @type {any} */ (drawn).scale("x");
  const width = Number(drawn.getAttribute("width"));
  const height = Number(drawn.getAttribute("height"));
  const brush = d3.brushX().extent([[left, 4], [width - 12, height - FOOT]]).on("end", (/** @type {any} */ event) => {
    if (!event.selection || !event.sourceEvent) return;
    const days = event.selection.map((/** @type {number} */ at) => scale.invert(at));
    choose(snapped(data, days[0], days[1]));
  });
  d3.select(drawn).append("g").attr("class", "brush").call(brush);
}

/** Say how to look closer, and what lies outside of the drawing. @param {Data} data */
function explain(data) {
  const hint = document.querySelector("[data-hint]");
  const more = document.querySelector("[data-more]");
  if (!(hint instanceof HTMLElement && more instanceof HTMLButtonElement)) return;
  hint.hidden = false;
  const [first, last] = span(data, false);
  const outside = d3.sum(data.bars, (/** @type {Bar} */ one) => (utc(one.end) <= first || utc(one.start) >= last ? one.events : 0));
  more.hidden = outside === 0;
  more.textContent = everything ? "Show only when nearly all events were" : `Show the ${outside.toLocaleString("en")} before and after, too`;
  more.onclick = () => { everything = !everything; draw(); };
}

/** The whole bins that a stretch touches, as first and last day. @param {Data} data @param {Date} from @param {Date} to */
function snapped(data, from, to) {
  const touched = data.bars.filter((one) => utc(one.end) > from && utc(one.start) < to);
  if (!touched.length) return [d3.utcFormat("%Y-%m-%d")(from), d3.utcFormat("%Y-%m-%d")(to)];
  const last = d3.utcDay.offset(d3.max(touched, (/** @type {Bar} */ one) => utc(one.end)), -1);
  return [touched[0].start, d3.utcFormat("%Y-%m-%d")(last)];
}

/** Put a stretch of time into the filter, which fetches the page anew. @param {string[]} days */
function choose([since, until]) {
  const form = document.getElementById("filter");
  const first = document.getElementById("since");
  const last = document.getElementById("until");
  if (!(form instanceof HTMLFormElement && first instanceof HTMLInputElement && last instanceof HTMLInputElement)) return;
  first.value = since;
  last.value = until;
  last.dispatchEvent(new Event("change", { bubbles: true }));
}

/** @param {string} name @param {number} letters */
const short = (name, letters) => (name.length > letters ? `${name.slice(0, letters - 1)}…` : name);

/** @param {HTMLElement} into @param {Data} data */
function drawLanes(into, data) {
  const events = data.lanes.flatMap((lane, row) => lane.shown.map((one) => ({ ...one, row, lane: lane.name })));
  const [first, last] = span(data);
  const shown = events.filter((one) => utc(one.end) > first && utc(one.start) < last);
  const middle = (/** @type {Shown} */ one) => new Date((Math.max(+utc(one.start), +first) + Math.min(+utc(one.end), +last)) / 2);
  const said = (/** @type {Shown} */ one) => [one.title, one.when, one.where, one.status === "negated" ? "denied" : one.status].filter(Boolean).join("\n");
  const narrow = into.clientWidth < 560;
  const channels = { x: middle, y: "row", stroke: "family", symbol: (/** @type {Shown} */ one) => SYMBOLS[one.status] ?? "circle", r: 4.5, strokeWidth: 1.6, href: "url", title: said, ariaLabel: said };
  const drawn = plot({
    width: Math.max(into.clientWidth - 16, narrow ? 520 : 0), height: data.lanes.length * LANE + 20 + FOOT, marginLeft: narrow ? 120 : LEFT, marginRight: 12, marginBottom: FOOT,
    x: { type: "utc", domain: [first, last], label: null },
    y: { type: "band", domain: data.lanes.map((_, row) => row), label: null, tickSize: 0, padding: 0, tickFormat: (/** @type {number} */ row) => short(data.lanes[row].name, narrow ? 17 : 24) },
    color: colours(data), symbol: { type: "identity" },
    ariaLabel: "Events one by one, a lane for each name",
    marks: [
      Plot.ruleY(data.lanes.map((_, row) => row), { y: (/** @type {number} */ row) => row, stroke: token("--line") }),
      Plot.ruleY(shown.filter((one) => !one.day), {
        y: "row", x1: (/** @type {Shown} */ one) => Math.max(+utc(one.start), +first), x2: (/** @type {Shown} */ one) => Math.min(+utc(one.end), +last),
        stroke: "family", strokeWidth: 6, strokeOpacity: 0.35, strokeLinecap: "round", title: said,
      }),
      Plot.dot(shown.filter((one) => one.status !== "actual"), { ...channels, fill: token("--sheet"), strokeDasharray: null }),
      Plot.dot(shown.filter((one) => one.status === "actual"), { ...channels, fill: "family", fillOpacity: (/** @type {Shown} */ one) => (one.background ? 0.25 : 1) }),
    ],
  });
  into.replaceChildren(drawn);
}

async function draw() {
  const counts = document.getElementById("counts");
  const lanes = document.getElementById("lanes");
  if (!counts || !lanes) return;
  const source = counts.dataset.source ?? "";
  const turn = ++asked;
  if (kept?.source !== source) {
    const response = await fetch(source);
    if (!response.ok || turn !== asked) return;
    kept = { source, data: await response.json() };
  }
  if (turn !== asked || !kept?.data.bars.length) return;
  drawCounts(counts, kept.data);
  drawLanes(lanes, kept.data);
  explain(kept.data);
}

let waiting = 0;
addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(draw, 120); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
onScreen(draw);
