// @ts-check

/**
 * The value of a token of tokens.css, such as "--ink".
 * @param {string} name
 */
export function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
