// @ts-check
// MapLibre GL with its worker from our own server, as the policy asks.
// @ts-ignore
import * as maplibre from "/static/vendor/maplibre-gl-6.17.0.mjs";

maplibre.setWorkerUrl("/static/vendor/maplibre-gl-worker-6.17.0.mjs");
export { maplibre };
