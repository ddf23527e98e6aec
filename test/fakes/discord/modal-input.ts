import { COMPONENT } from './bits.ts';
import type { ModalForm } from './check-modal.ts';
import type { Core } from './core.ts';
import { attachmentOf } from './posting.ts';
import type { FakeChannel, FileInput, Json } from './types.ts';

/** What a person fills into a form: a text, choices, or files, by the field's custom id. */
export type ModalValues = Record<string, string | readonly string[] | readonly FileInput[]>;

/** The endings that a client counts among a kind of files. */
const ENDINGS: Record<string, readonly string[]> = {
  image: ['png', 'gif', 'jpg', 'jpeg', 'jfif', 'webp', 'avif'],
  video: ['mp4', 'mov', 'webm', 'm4v'],
  audio: ['mp3', 'wav', 'ogg', 'm4a', 'flac', 'aac'],
};

/** What a client sends for a filled-in form; a value that the form would not take is an error of the test. */
export function modalData(core: Core, channel: FakeChannel, modal: ModalForm, values: ModalValues): Json {
  const known = new Set<string>();
  const attachments: Json = {};
  const fill = (field: Json): Json => {
    const id = String(field.custom_id);
    known.add(id);
    const value = values[id];
    if (field.type === COMPONENT.textInput) return { type: field.type, custom_id: id, value: textIn(field, value) };
    if (field.type !== COMPONENT.fileUpload) {
      return { type: field.type, custom_id: id, values: [value ?? field.value ?? []].flat() };
    }
    const files = filesIn(field, value).map((file) => core.world.attach(channel, attachmentOf(file, true)));
    for (const file of files) attachments[file.id] = core.presenter.attachment(file);
    return { type: field.type, custom_id: id, values: files.map((file) => file.id) };
  };
  const components = modal.components.map((each) =>
    'component' in each
      ? { type: COMPONENT.label, component: fill(each.component as Json) }
      : { type: COMPONENT.row, components: each.components.map((field) => fill(field as Json)) },
  );
  for (const id of Object.keys(values)) if (!known.has(id)) throw new Error(`The form has no field ${id}`);
  const resolved = Object.keys(attachments).length > 0 ? { resolved: { attachments } } : {};
  return { custom_id: modal.custom_id, components, ...resolved };
}

function textIn(field: Json, value: ModalValues[string] | undefined): string {
  const id = String(field.custom_id);
  const text = String(value ?? field.value ?? '');
  if (text.length === 0 && field.required !== false) throw new Error(`The field ${id} has to be filled in`);
  const tooShort = text.length > 0 && text.length < Number(field.min_length ?? 0);
  if (tooShort || text.length > Number(field.max_length ?? 4000)) {
    throw new Error(`The field ${id} does not take ${text.length} characters`);
  }
  return text;
}

function filesIn(field: Json, value: ModalValues[string] | undefined): FileInput[] {
  const id = String(field.custom_id);
  const files = [value ?? []].flat().filter((each): each is FileInput => typeof each === 'object');
  if (files.length === 0 && field.required !== false) throw new Error(`The field ${id} wants a file`);
  const [least, most] = [Number(field.min_values ?? 1), Number(field.max_values ?? 1)];
  if ((files.length > 0 && files.length < least) || files.length > most) {
    throw new Error(`The field ${id} does not take ${files.length} files`);
  }
  const types = field.file_types as string[] | null | undefined;
  const endings = types?.flatMap((type) => ENDINGS[type] ?? [type.slice(1)]);
  const strange = files.find(({ name }) => endings && !endings.includes(name.split('.').at(-1)?.toLowerCase() ?? ''));
  if (strange) throw new Error(`The field ${id} does not take ${strange.name}`);
  return files;
}
