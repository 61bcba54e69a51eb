/** Text as a JSON string: line breaks, quotes and lone surrogates escaped, so that nothing in it can end it. */
export function quote(text: string): string {
  return JSON.stringify(text);
}
