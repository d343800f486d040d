// @ts-check
// Draws the network of who acts on whom. Whatever it shows stands in the table beneath it too.
import { cytoscape } from "/static/lib/graph.js";
import { token } from "/static/lib/plot.js";
import { onScreen } from "/static/lib/screen.js";

/**
 * @typedef {{id: string, name: string, events: number, ring: number, group: string | null, side: string, known: boolean}} Party
 * @typedef {{id: string, source: string, target: string, events: number, family: string, says: string}} Pair
 * @typedef {{source: string, kind: string, target: string}} Tie
 * @typedef {{ego: string, groups: {id: string, name: string}[], nodes: Party[], edges: Pair[], ties: Tie[]}} Graph
 */

/** @type {any} */
let drawn = null;
let shown = "";

/** The shape of each side, as the key beneath the drawing says. */
const SHAPES = { state: "round-rectangle", nonstate: "diamond", civilians: "ellipse", none: "hexagon" };

/**
 * Put the nodes on rings around the ego, each near what it is linked to: the same drawing at every visit.
 * @param {Graph} graph
 * @param {number} stretch width over height of the drawing
 * @returns {Map<string, {x: number, y: number}>}
 */
function places(graph, stretch) {
  const found = new Map();
  let inside = 0;
  for (const ring of [0, 1, 2]) {
    const members = graph.nodes.filter((node) => node.ring === ring);
    const angles = new Map(members.map((node) => [node.id, pull(node, graph, found)]));
    const groups = new Map(members.map((node) => [node.group ?? node.id, angles.get(node.id) ?? 0]));
    members.sort((a, b) => (groups.get(a.group ?? a.id) ?? 0) - (groups.get(b.group ?? b.id) ?? 0) || (angles.get(a.id) ?? 0) - (angles.get(b.id) ?? 0));
    const radius = ring === 0 ? (members.length > 1 ? 26 + 13 * members.length : 0) : Math.max(inside + 95, 11 * members.length);
    members.forEach((node, n) => {
      const angle = (2 * Math.PI * (n + (ring % 2 ? .5 : 0))) / members.length;
      // on a full ring every other one stands further out, so that names do not meet
      const away = radius * (members.length > 14 && n % 2 ? 1.22 : 1);
      found.set(node.id, { x: stretch * away * Math.cos(angle), y: away * Math.sin(angle) });
    });
    inside = Math.max(inside, radius * (members.length > 14 ? 1.22 : 1));
  }
  return found;
}

/**
 * The direction in which a node is drawn by those that have a place already; its turn where there are none.
 * @param {Party} node
 * @param {Graph} graph
 * @param {Map<string, {x: number, y: number}>} found
 */
function pull(node, graph, found) {
  let x = 0, y = 0;
  for (const edge of graph.edges) {
    const other = edge.source === node.id ? found.get(edge.target) : edge.target === node.id ? found.get(edge.source) : null;
    if (other) [x, y] = [x + other.x * edge.events, y + other.y * edge.events];
  }
  const angle = Math.atan2(y, x);
  return angle < 0 ? angle + 2 * Math.PI : angle;
}

/**
 * @param {Graph} graph
 * @param {number} stretch
 */
function elements(graph, stretch) {
  const most = Math.max(...graph.nodes.map((node) => node.events), 1);
  const width = Math.max(...graph.edges.map((edge) => edge.events), 1);
  const at = places(graph, stretch);
  const groups = graph.groups.map((group) => ({
    data: { id: `group:${group.id}`, name: group.name }, classes: group.id === graph.ego ? "group ego" : "group",
  }));
  const nodes = graph.nodes.map((node) => ({
    data: {
      ...node, parent: node.group ? `group:${node.group}` : undefined,
      shape: SHAPES[/** @type {keyof typeof SHAPES} */ (node.side)] ?? "hexagon", size: 15 + 24 * Math.sqrt(node.events / most),
    },
    classes: ["party", node.id === graph.ego ? "ego" : "", node.known ? "" : "unknown"].join(" "),
    position: at.get(node.id),
  }));
  const edges = graph.edges.map((edge) => ({
    data: { ...edge, width: 1.25 + 4.5 * Math.sqrt(edge.events / width), count: edge.events > 1 ? String(edge.events) : "" },
    classes: "pair",
  }));
  const ties = graph.ties.map((tie, n) => ({ data: { ...tie, id: `tie:${n}` }, classes: `tie ${tie.kind}` }));
  return [...groups, ...nodes, ...edges, ...ties];
}

function style() {
  const ink = token("--ink"), muted = token("--muted"), sheet = token("--sheet"), grey = token("--grey"), greyLine = token("--grey-line");
  const family = (/** @type {any} */ edge) => token(`--f-${edge.data("family")}`) || greyLine;
  return [
    { selector: "node", style: {
      label: "data(name)", "background-color": grey, "border-width": 1.5,
      "border-color": greyLine, color: ink, "font-size": 11, "font-family": "Inter, Helvetica Neue, Segoe UI, Noto Sans, sans-serif",
      "text-valign": "bottom", "text-margin-y": 3, "text-wrap": "wrap", "text-max-width": 110, "text-background-color": sheet,
      "text-background-opacity": .8, "text-background-padding": 1, "min-zoomed-font-size": 6,
    } },
    { selector: "node.party", style: { shape: "data(shape)", width: "data(size)", height: "data(size)" } },
    { selector: "node.unknown", style: { "border-style": "dotted", "background-color": sheet, "font-style": "italic", color: muted } },
    { selector: "node.group", style: {
      shape: "round-rectangle", "background-color": token("--hover"), "background-opacity": .7, "border-width": 1, "text-valign": "top",
      "text-margin-y": -3, "font-weight": 600, padding: 16, events: "no",
    } },
    { selector: "node.ego", style: { "border-color": token("--marker-line"), "font-weight": 700 } },
    { selector: "node.party.ego", style: { "background-color": token("--marker"), "border-width": 2.5 } },
    { selector: "edge.pair", style: {
      width: "data(width)", "line-color": family, "target-arrow-color": family, "target-arrow-shape": "triangle", "arrow-scale": .9,
      "curve-style": "bezier", "control-point-step-size": 26, opacity: .85, label: "data(count)", "font-size": 10, color: ink,
      "text-background-color": sheet, "text-background-opacity": .9, "text-background-padding": 1, "loop-direction": "-45deg",
    } },
    { selector: "edge.tie", style: {
      width: 1.25, "line-color": greyLine, "line-style": "dashed", "curve-style": "bezier", "target-arrow-shape": "vee",
      "target-arrow-color": greyLine, "arrow-scale": .7, events: "no",
    } },
    { selector: "edge.part_of", style: { "line-style": "solid", width: 1, "target-arrow-shape": "none" } },
    { selector: "edge.allied_with", style: { "line-style": "dotted", width: 2, "target-arrow-shape": "none" } },
    { selector: ".faint", style: { opacity: .15 } },
    { selector: "edge.chosen", style: { opacity: 1, "underlay-color": token("--marker-line"), "underlay-opacity": .35, "underlay-padding": 4 } },
  ];
}

/**
 * Follow a link of the page: what it leads to comes in place of the page, as by a click on it.
 * @param {Element | null} link
 */
function follow(link) {
  if (link instanceof HTMLElement) link.click();
}

/** @param {any} graph */
function listen(graph) {
  graph.on("tap", "edge.pair", (/** @type {any} */ event) => {
    follow(document.querySelector(`[data-pair="${CSS.escape(event.target.id())}"]`));
  });
  graph.on("tap", "node", (/** @type {any} */ event) => {
    if (event.target.data("known")) follow(document.querySelector(`[data-actor="${CSS.escape(event.target.id())}"]`));
  });
  graph.on("mouseover", "node, edge.pair", (/** @type {any} */ event) => {
    const one = event.target;
    const near = one.isNode() ? one.closedNeighborhood() : one.connectedNodes().union(one);
    graph.elements(".party, edge").not(near).addClass("faint");
    graph.container().title = one.isNode() ? `${one.data("name")}: ${one.data("events")} events` : one.data("says");
  });
  graph.on("mouseout", "node, edge.pair", () => {
    graph.elements().removeClass("faint");
    graph.container().removeAttribute("title");
  });
}

/** Show all of it, names no larger than the page's. */
function whole() {
  drawn?.fit(undefined, 24);
  if (drawn?.zoom() > 1.25) {
    drawn.zoom(1.25);
    drawn.center();
  }
}

/** @param {number} by */
function zoom(by) {
  const place = drawn?.container();
  if (place) drawn.zoom({ level: drawn.zoom() * by, renderedPosition: { x: place.clientWidth / 2, y: place.clientHeight / 2 } });
}

function draw() {
  const place = document.getElementById("network");
  const data = document.getElementById("network-data")?.dataset.graph ?? "";
  if (!place || !data) return;
  const again = drawn && drawn.container() === place && data === shown;
  if (!again) {
    drawn?.destroy();
    shown = data;
    /** @type {Graph} */
    const graph = JSON.parse(data);
    drawn = cytoscape({
      container: place, elements: elements(graph, Math.min(Math.max(place.clientWidth / place.clientHeight, .8), 1.6)), style: style(), minZoom: .2, maxZoom: 3, userZoomingEnabled: false, boxSelectionEnabled: false,
      layout: { name: "preset", fit: true, padding: 24 },
    });
    listen(drawn);
    whole();
  }
  const pair = document.querySelector("[data-pair][aria-current]");
  drawn.edges().removeClass("chosen");
  if (pair instanceof HTMLElement && pair.dataset.pair) drawn.getElementById(pair.dataset.pair).addClass("chosen");
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn?.style(style()));
addEventListener("resize", whole);
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-zoom]") : null;
  if (!(button instanceof HTMLElement)) return;
  const by = Number(button.dataset.zoom);
  if (by) zoom(by);
  else whole();
});
onScreen(draw);
