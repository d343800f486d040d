// @ts-check
// Observable Plot. It writes a <style> into each drawing, which our policy forbids; frame.css has the same rules.
import "/static/vendor/d3-7.9.2.min.js";
import "/static/vendor/plot-0.6.17.umd.min.js";

/** @type {any} */
export const d3 = /** @type {any} */ (globalThis).d3;
/** @type {any} */
export const Plot = /** @type {any} */ (globalThis).Plot;

/**
 * Draw a plot with Plot's options.
 * @param {any} options
 * @returns {SVGSVGElement | HTMLElement}
 */
export function plot(options) {
  const drawn = Plot.plot(options);
  for (const style of drawn.querySelectorAll("style")) style.remove();
  // Plot names its groups, which is allowed only for what has a role
  for (const group of drawn.querySelectorAll("g[aria-label]")) group.setAttribute("role", "group");
  return drawn;
}

export { token } from "/static/lib/tokens.js";
