// @ts-check
// cytoscape. It would write a <style> into the page, which our policy forbids, unless an element with this id is
// there; frame.css has the rule.
// @ts-ignore
import cytoscape from "/static/vendor/cytoscape-3.34.4.esm.min.mjs";

const mark = document.createElement("meta");
mark.id = "__________cytoscape_stylesheet";
document.head.append(mark);
export { cytoscape };
