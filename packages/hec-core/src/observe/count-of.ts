/** `1 event`, `2 events`. */
export function countOf(events: number): string {
  return `${events} event${events === 1 ? '' : 's'}`;
}
