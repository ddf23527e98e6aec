import { z } from 'zod';

/** A setting that `parse` reads from its text; `expected` says what it should be, after "it should be". */
export function parsed<T>(parse: (text: string) => T | undefined, expected: string) {
  return z.string().transform((text, context) => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: expected });
    return z.NEVER;
  });
}

function parseHttpUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  if (url.username || url.password) return undefined;
  let end = text.length;
  while (text.charAt(end - 1) === '/') end -= 1;
  return text.slice(0, end);
}

/** An http or https address, without a slash at its end. */
export const urlField = parsed(
  parseHttpUrl,
  'an http or https address without user name and password, such as https://example.com',
);

export const oneOf = <const T extends string>(...values: T[]) =>
  z.enum(values, { error: `one of ${values.join(', ')}` });

/** Tokens go into headers: a line break or a space in one is a mistake in copying. */
export const tokenField = z.string().regex(/^\S+$/, { error: 'a token without spaces or line breaks' });
