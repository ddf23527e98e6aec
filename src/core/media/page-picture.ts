import { lookup } from 'node:dns';
import { guardedLookup, guardedUrl } from '@reelay/media/address-guard';
import { Agent, request } from 'undici';

/** Gives the address of the picture that a page shows of itself, where it has one. Never rejects for the page's sake. */
export type PagePicture = (address: string, signal: AbortSignal) => Promise<string | undefined>;

/** A page's head is read no further, in bytes. */
const MAX_BYTES = 512 * 1024;
const MAX_REDIRECTS = 3;
const LIMIT_MS = 10_000;
const CONNECT_MS = 5000;
/** Longest tag that is read, in UTF-16 units. */
const MAX_TAG = 3000;

/** The public internet alone; a redirect is checked like the address itself. For tests, `allowPrivateHosts`. */
export function pagePictures({ allowPrivateHosts = false } = {}): PagePicture {
  const publicLookup = guardedLookup((host, done) => lookup(host, { all: true }, done));
  return async (address, signal) => {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
    const connect = { timeout: CONNECT_MS, ...(!allowPrivateHosts && { lookup: publicLookup }) };
    const agent = new Agent({ connect, maxHeaderSize: 16_384 });
    try {
      return await follow(address, { agent, signal: limited, allowPrivateHosts });
    } catch {
      signal.throwIfAborted();
      return undefined;
    } finally {
      await agent.destroy();
    }
  };
}

async function follow(
  address: string,
  { agent, signal, allowPrivateHosts }: { agent: Agent; signal: AbortSignal; allowPrivateHosts: boolean },
): Promise<string | undefined> {
  let url = guardedUrl(address, { allowPrivateHosts });
  for (let hop = 0; url && hop <= MAX_REDIRECTS; hop++) {
    const answer = await request(url, { dispatcher: agent, signal, headers: { accept: 'text/html' } });
    // An unread body that is closed reports an error to whom nobody listens.
    answer.body.on('error', () => {});
    const { location, 'content-type': type = '' } = answer.headers;
    if (answer.statusCode >= 300 && answer.statusCode < 400 && typeof location === 'string') {
      answer.body.destroy();
      url = guardedUrl(location, { base: url.href, allowPrivateHosts });
      continue;
    }
    if (answer.statusCode !== 200) return undefined;
    if (/^image\//.test(String(type))) return url.href;
    if (!/html/.test(String(type))) return undefined;
    const picture = pictureIn(await headOf(answer.body));
    return picture === undefined ? undefined : guardedUrl(picture, { base: url.href, allowPrivateHosts })?.href;
  }
  return undefined;
}

async function headOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= MAX_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_BYTES).toString('utf8');
}

const NAMES = ['og:image:secure_url', 'og:image:url', 'og:image', 'twitter:image', 'twitter:image:src'];

/** The address in a page's `og:image` or `twitter:image`; as it stands there. */
export function pictureIn(html: string): string | undefined {
  const found = new Map<string, string>();
  const lower = html.toLowerCase();
  for (let at = lower.indexOf('<meta'); at >= 0; at = lower.indexOf('<meta', at + 5)) {
    const end = html.indexOf('>', at);
    if (end < 0) break;
    const tag = html.slice(at, Math.min(end, at + MAX_TAG));
    const name = (attributeOf(tag, 'property') ?? attributeOf(tag, 'name'))?.toLowerCase();
    const content = attributeOf(tag, 'content');
    if (name !== undefined && content && !found.has(name)) found.set(name, unescaped(content.trim()));
  }
  const key = NAMES.find((name) => found.has(name));
  return key === undefined ? undefined : found.get(key);
}

function attributeOf(tag: string, name: string): string | undefined {
  const at = tag.toLowerCase().search(new RegExp(`\\s${name}\\s?=\\s?["']`));
  if (at < 0) return undefined;
  const open = tag.slice(at).search(/["']/) + at;
  const close = tag.indexOf(tag.charAt(open), open + 1);
  return close < 0 ? undefined : tag.slice(open + 1, close);
}

function unescaped(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&#x2F;', '/').replaceAll('&amp;', '&');
}

/** The first address of a page in a text; undefined where there is none. */
export function pageLinkIn(text: string): string | undefined {
  const start = text.search(/https?:\/\//i);
  if (start < 0) return undefined;
  const rest = text.slice(start);
  const end = rest.search(/[\s<>"'，。！？、）]/u);
  return (end < 0 ? rest : rest.slice(0, end)).replace(/[).,!?;:]$/, '');
}
