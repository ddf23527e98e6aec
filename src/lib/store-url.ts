import { dirname, resolve } from 'node:path';

const SQLITE = 'sqlite://';
/** Where the store lies when nothing is set. */
const DEFAULT = 'sqlite://data/reelay.sqlite';
/** Folder for what else must outlive the process, where the store names none. */
const DATA_FOLDER = 'data';

/** What the setting `STORE_URL` says. */
export interface StoreUrl {
  url: string;
  /** Folder beside the store for what else must outlive the process. */
  dataDir: string;
  /** The password in it, as it is and as it stands in the address, which no log may show. */
  secrets: string[];
}

export const DEFAULT_STORE: StoreUrl = { url: DEFAULT, dataDir: dirname(resolve(pathOf(DEFAULT))), secrets: [] };

/** Undefined for what is no address of a SQLite file or of a PostgreSQL database. */
export function parseStoreUrl(text: string): StoreUrl | undefined {
  if (text.startsWith(SQLITE)) {
    const path = pathOf(text);
    if (path === '') return undefined;
    return { url: text, dataDir: path === ':memory:' ? resolve(DATA_FOLDER) : dirname(resolve(path)), secrets: [] };
  }
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) return undefined;
  const { hostname, pathname, password } = new URL(text);
  if (hostname === '' || pathname.length < 2) return undefined;
  return { url: text, dataDir: resolve(DATA_FOLDER), secrets: password === '' ? [] : [password, decoded(password)] };
}

function pathOf(url: string): string {
  return url.slice(SQLITE.length);
}

/** The password as it was typed; what is no valid escape stands for itself. */
function decoded(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}
