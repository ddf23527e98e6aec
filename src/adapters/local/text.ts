/** A text on one line. */
export function oneLine(text: string): string {
  return text.replaceAll('\n', ' ');
}

/** The start of a text that is longer than the places a line has. */
export function shortened(text: string, places: number): string {
  const characters = [...text];
  return characters.length > places ? `${characters.slice(0, Math.max(places - 1, 1)).join('')}…` : text;
}
