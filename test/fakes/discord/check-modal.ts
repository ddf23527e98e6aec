import { z } from 'zod';
import { COMPONENT } from './bits.ts';
import { few, select, text } from './check-parts.ts';
import { form, invalidForm } from './errors.ts';
import type { Json } from './types.ts';

const textInput = z.looseObject({
  type: z.literal(COMPONENT.textInput),
  custom_id: text(100, 1),
  style: z.int().min(1).max(2),
  label: text(45).nullish(),
  min_length: z.int().min(0).max(4000).nullish(),
  max_length: z.int().min(1).max(4000).nullish(),
  required: z.boolean().nullish(),
  value: text(4000).nullish(),
  placeholder: text(100).nullish(),
});

const fileUpload = z
  .looseObject({
    type: z.literal(COMPONENT.fileUpload),
    custom_id: text(100, 1),
    min_values: z.int().min(0).max(10).nullish(),
    max_values: z.int().min(1).max(10).nullish(),
    file_types: few(z.string().regex(/^(?:image|video|audio|\.[a-z0-9]+)$/, 'Not a file type.'), 10).nullish(),
    required: z.boolean().nullish(),
  })
  .refine(({ min_values: least, max_values: most }) => (least ?? 1) <= (most ?? 1), 'min_values is over max_values')
  .refine(({ file_types: types }) => {
    // Phones give pictures and films these endings, whatever they were.
    const kinds = types?.filter((type) => !type.startsWith('.')) ?? [];
    return !types || kinds.length > 0 || ['.jpg', '.mp4', '.mov'].every((ending) => types.includes(ending));
  }, 'Endings alone need .jpg, .mp4 and .mov among them');

const row = z.looseObject({
  type: z.literal(COMPONENT.row),
  components: few(textInput.extend({ label: text(45, 1) }), 1).min(1),
});
const label = z.looseObject({
  type: z.literal(COMPONENT.label),
  label: text(45, 1),
  description: text(100).nullish(),
  // The label around it is its label.
  component: z.union([textInput.extend({ label: z.null().optional() }), select, fileUpload]),
});
const modalSchema = z.looseObject({
  custom_id: text(100, 1),
  title: text(45, 1),
  components: few(z.union([row, label]), 5).min(1, 'Must be between 1 and 5 in length.'),
});
export type ModalForm = z.output<typeof modalSchema>;

/** Checks a form that the bot opens, by the limits of the API; refuses with 50035. */
export function checkModal(data: unknown): ModalForm {
  const modal = form(modalSchema, data, ['data']);
  const ids = fieldsOf(modal).map(({ custom_id: id }) => id);
  if (new Set(ids).size < ids.length) {
    const words = 'Component custom id cannot be duplicated';
    throw invalidForm(['data', 'components'], 'COMPONENT_CUSTOM_ID_DUPLICATED', words);
  }
  return modal;
}

/** The fields of a form, out of their rows and labels. */
function fieldsOf(modal: ModalForm): Json[] {
  return modal.components.flatMap((each): Json[] => ('component' in each ? [each.component as Json] : each.components));
}
