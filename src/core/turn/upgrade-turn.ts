type Fields = Record<string, unknown>;

/** Actions that format 1 knew under another name. */
const RENAMED_ACTIONS: Readonly<Record<string, string>> = { 'ask-for-media': 'upload' };

/** Fields of a prompt and of its reply that format 1 knew under another name. */
const RENAMED_FIELDS: Readonly<Record<string, string>> = {
  told: 'reported',
  rawClipTold: 'rawClipReported',
  heard: 'fromStream',
};

/** A turn of format 2 from one of format 1: the bot's own answers were `{ kind: 'answer', what }` there. */
export function upgradeTurnTo2(turn: Fields): Fields {
  return { ...turn, work: Array.isArray(turn.work) ? turn.work.map(upgradeWork) : turn.work };
}

/** What is no work of format 1 is given back as it is, for the schema to refuse. */
function upgradeWork(piece: unknown): unknown {
  if (!isFields(piece)) return piece;
  if (piece.kind === 'answer' && typeof piece.what === 'string') {
    const { what, ...rest } = piece;
    return { ...rest, kind: 'action', name: RENAMED_ACTIONS[piece.what] ?? what };
  }
  if (piece.kind !== 'prompt') return piece;
  const { reply, ...rest } = renamed(piece);
  return { ...rest, ...(reply !== undefined && { reply: isFields(reply) ? renamed(reply) : reply }) };
}

function renamed(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [RENAMED_FIELDS[name] ?? name, value]));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
