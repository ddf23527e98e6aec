import { FLAG, MESSAGE } from './bits.ts';
import { checkReferences, every } from './check-layout.ts';
import { checkMessage, type MessageForm } from './check-message.ts';
import type { Core } from './core.ts';
import { invalidForm, refuse } from './errors.ts';
import { refusalOf } from './policies.ts';
import type { Call, FakeAttachment, FakeChannel, FakeMessage, FileInput, Json } from './types.ts';

/** Nonces are remembered for "the past few minutes". */
const NONCE_MS = 5 * 60_000;

/** A message of the bot as a request asks for it; checked, not sent yet. */
export interface Draft {
  form: MessageForm;
  files: FakeAttachment[];
}

/** Checks a message in a request, in the order of the API: size, form, emptiness. */
export function readDraft(
  core: Core,
  channel: FakeChannel,
  call: Call,
  body: unknown = call.body,
  { at = [], isLayout = false }: { at?: string[]; isLayout?: boolean } = {},
): Draft {
  const limit = core.world.uploadLimit(channel);
  if (call.files.some((file) => file.bytes.length > limit)) throw refuse.tooLarge();
  const form = checkMessage(body, at, isLayout);
  if (call.files.length > 10)
    throw invalidForm([...at, 'files'], 'BASE_TYPE_MAX_LENGTH', 'Must be 10 or fewer in length.');
  const files = call.files.map((file) => {
    const about = form.attachments?.find((each) => each.id === String(file.index));
    return core.world.attach(channel, {
      name: about?.filename ?? file.name,
      bytes: file.bytes,
      contentType: contentType(about?.filename ?? file.name, file.contentType),
      ephemeral: false,
      ...(about?.description ? { description: about.description } : {}),
    });
  });
  return { form, files };
}

function isEmpty({ form, files }: Draft): boolean {
  return !form.content?.trim() && files.length === 0 && !form.embeds?.length && !form.components?.length;
}

/** Sends the bot's message into a channel, or finds the one that has the same enforced nonce. */
export function post(core: Core, channel: FakeChannel, draft: Draft, more: Partial<FakeMessage> = {}): FakeMessage {
  const { form } = draft;
  if (isEmpty(draft)) throw refuse.emptyMessage();
  checkReferences((form.components ?? []) as Json[], draft.files);
  checkPolicies(core, channel, form);
  const nonce = form.nonce ?? undefined;
  if (nonce !== undefined && form.enforce_nonce) {
    const since = core.clock.now() - NONCE_MS;
    const all = [...core.world.messages.values()];
    const same = all.find((each) => each.nonce === nonce && each.author === core.world.bot && each.createdAt > since);
    if (same) return same;
  }
  const repliesTo = findReference(core, channel, form);
  const message = core.world.message({
    channel,
    author: core.world.bot,
    content: form.content ?? '',
    attachments: draft.files,
    embeds: richEmbeds(form),
    components: (form.components ?? []) as Json[],
    type: repliesTo ? MESSAGE.reply : MESSAGE.default,
    mentions: mentioned(core, form.content ?? ''),
    pings: pings(core, form, repliesTo),
    ...(repliesTo ? { repliesTo } : {}),
    ...(nonce === undefined ? {} : { nonce }),
    ...more,
    flags: ((form.flags ?? 0) & (FLAG.suppressEmbeds | FLAG.componentsV2)) | (more.flags ?? 0),
  });
  core.announce('MESSAGE_CREATE', message);
  return message;
}

/** Changes a message of the bot: what the request does not name stays; a list of attachments says which are kept. */
export function edit(core: Core, message: FakeMessage, { form, files }: Draft): FakeMessage {
  const content = form.content === undefined ? message.content : (form.content ?? '');
  const kept = form.attachments
    ? message.attachments.filter((a) => form.attachments?.some((k) => k.id === a.id))
    : message.attachments;
  const embeds = form.embeds === undefined ? message.embeds : richEmbeds(form);
  const components = form.components === undefined ? message.components : ((form.components ?? []) as Json[]);
  const attachments = [...kept, ...files];
  if (!content.trim() && attachments.length === 0 && embeds.length === 0 && components.length === 0) {
    throw refuse.emptyMessage();
  }
  checkReferences(components, attachments);
  checkPolicies(core, message.channel, form);
  // A deferred answer is not an edit when it comes, and rings; an edit never does.
  if (message.flags & FLAG.loading) message.pings = pings(core, form, undefined);
  else message.editedAt = core.clock.now();
  Object.assign(message, {
    content,
    embeds,
    components,
    attachments,
    flags: (message.flags & ~FLAG.loading) | ((form.flags ?? 0) & FLAG.componentsV2),
  });
  message.mentions = mentioned(core, content);
  core.announce('MESSAGE_UPDATE', message);
  return message;
}

/** Everything that can be read in a message, its buttons' addresses among it, goes past the filters. */
function checkPolicies(core: Core, channel: FakeChannel, form: MessageForm): void {
  const read = JSON.stringify([form.content, form.embeds, form.components]);
  const refusal = refusalOf(read, channel, core.world.harmfulLinks);
  if (refusal) throw refusal;
}

function richEmbeds(form: MessageForm): Json[] {
  return (form.embeds ?? []).map((each) => ({ type: 'rich', ...each }));
}

function findReference(core: Core, channel: FakeChannel, form: MessageForm): FakeMessage | undefined {
  const reference = form.message_reference;
  if (!reference) return undefined;
  if (!core.world.may(channel, 'readMessageHistory')) throw refuse.cannotReply();
  const message = core.world.messages.get(reference.message_id);
  if (message && !message.deleted && message.channel === channel && message.ephemeralFor === undefined) return message;
  if (reference.fail_if_not_exists === false) return undefined;
  throw invalidForm(['message_reference'], 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', 'Unknown message');
}

/** The texts of a layout. */
function textsIn(form: MessageForm): string[] {
  return every((form.components ?? []) as Json[]).flatMap(({ content }) =>
    typeof content === 'string' ? [content] : [],
  );
}

/** The users that a text names, whether it rings them or not. */
export function mentioned(core: Core, content: string): string[] {
  const ids = [...content.matchAll(/<@!?(\d{17,20})>/g)].map((match) => match[1] ?? '');
  return [...new Set(ids)].filter((id) => core.world.users.has(id));
}

/** Whom a message of the bot rings: what its text names, as far as `allowed_mentions` lets it. */
function pings(core: Core, form: MessageForm, repliesTo: FakeMessage | undefined): string[] {
  const allowed = form.allowed_mentions;
  const content = [form.content ?? '', ...textsIn(form)].join('\n');
  const parses = (what: 'users' | 'roles' | 'everyone') => !allowed || (allowed.parse ?? []).includes(what);
  const users = mentioned(core, content).filter((id) => parses('users') || allowed?.users?.includes(id));
  const roles = [...content.matchAll(/<@&(\d{17,20})>/g)].map((match) => match[1] ?? '');
  const rung = roles.filter((id) => parses('roles') || allowed?.roles?.includes(id));
  const everyone = /@(everyone|here)\b/.test(content) && parses('everyone') ? ['everyone'] : [];
  const repliedTo = repliesTo && (allowed ? allowed.replied_user === true : true) ? [repliesTo.author.id] : [];
  return [...new Set([...users, ...rung, ...everyone, ...repliedTo])];
}

/** A file of a person, as the service stores it. */
export function attachmentOf(file: FileInput, ephemeral: boolean) {
  const contentType = file.content_type ?? 'application/octet-stream';
  const title = file.title === undefined ? {} : { title: file.title };
  return { name: file.name, bytes: Buffer.from(file.bytes), contentType, ephemeral, ...title };
}

const TYPES: Record<string, string> = {
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  mp4: 'video/mp4',
  png: 'image/png',
  txt: 'text/plain; charset=utf-8',
  webp: 'image/webp',
};

/** The service goes by the name where the sender said nothing. */
function contentType(name: string, sent: string): string {
  if (sent !== 'application/octet-stream') return sent;
  return TYPES[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? sent;
}
