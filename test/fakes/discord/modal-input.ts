import { COMPONENT } from './bits.ts';
import type { ModalForm } from './check-message.ts';
import type { Json } from './types.ts';

/** What a client sends for a filled-in form; a value that the form would not take is an error of the test. */
export function modalData(modal: ModalForm, values: Record<string, string | string[]>): Json {
  const known = new Set<string>();
  const fill = (field: Json): Json => {
    const id = String(field.custom_id);
    known.add(id);
    const value = values[id] ?? field.value ?? (field.type === COMPONENT.textInput ? '' : []);
    if (field.type !== COMPONENT.textInput) return { type: field.type, custom_id: id, values: [value].flat() };
    const text = String(value);
    if (text.length === 0 && field.required !== false) throw new Error(`The field ${id} has to be filled in`);
    const tooShort = text.length > 0 && text.length < Number(field.min_length ?? 0);
    if (tooShort || text.length > Number(field.max_length ?? 4000)) {
      throw new Error(`The field ${id} does not take ${text.length} characters`);
    }
    return { type: field.type, custom_id: id, value: text };
  };
  const components = modal.components.map((each) =>
    'component' in each
      ? { type: COMPONENT.label, component: fill(each.component as Json) }
      : { type: COMPONENT.row, components: each.components.map((field) => fill(field as Json)) },
  );
  for (const id of Object.keys(values)) if (!known.has(id)) throw new Error(`The form has no field ${id}`);
  return { custom_id: modal.custom_id, components };
}
