const MAX_STEM_CHARACTERS = 60;
const MAX_STEM_BYTES = 160;

/**
 * A name that is safe in a path and in a multipart header, from a name that a user chose: no folders, no control or
 * direction characters, no leading dot, at most 160 bytes, and with the extension of what the file truly is.
 */
export function safeName(name: string, extension: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const dot = last.lastIndexOf('.');
  const stem = dot > 0 ? last.slice(0, dot) : last;
  const clean = stem
    .normalize('NFC')
    .replace(/[\p{C}"<>:|?*%;`$]/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/^[.\s-]+/, '')
    .replace(/[.\s]+$/, '');
  return `${shorten(clean) || 'file'}.${extension}`;
}

function shorten(text: string): string {
  const characters = Array.from(text).slice(0, MAX_STEM_CHARACTERS);
  while (Buffer.byteLength(characters.join('')) > MAX_STEM_BYTES) characters.pop();
  return characters.join('').trimEnd();
}
