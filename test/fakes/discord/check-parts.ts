import { z } from 'zod';
import { COMPONENT } from './bits.ts';

/** A text of at most `max` characters. */
export const text = (max: number, min = 0) =>
  z
    .string({ error: 'This field is required' })
    .min(min, min === 1 ? 'This field is required' : `Must be between ${min} and ${max} in length.`)
    .max(max, `Must be ${max} or fewer in length.`);

export const snowflake = z.string().regex(/^\d{17,20}$/, 'Value is not snowflake.');
/** A list of at most `max`. */
export const few = <Item extends z.ZodType>(item: Item, max: number) =>
  z.array(item).max(max, `Must be ${max} or fewer in length.`);

const emoji = z.looseObject({ id: snowflake.nullish(), name: z.string().nullish() });
const button = z.looseObject({
  type: z.literal(COMPONENT.button),
  style: z.int().min(1).max(6),
  label: text(80).nullish(),
  emoji: emoji.nullish(),
  custom_id: text(100, 1).nullish(),
  url: text(512, 1).nullish(),
  disabled: z.boolean().nullish(),
});
export const select = z.looseObject({
  type: z.union([z.literal(COMPONENT.stringSelect), z.int().min(5).max(8)]),
  custom_id: text(100, 1),
  placeholder: text(150).nullish(),
  options: few(
    z.looseObject({ label: text(100, 1), value: text(100, 1), description: text(100).nullish() }),
    25,
  ).optional(),
});
export const row = z.looseObject({
  type: z.literal(COMPONENT.row),
  components: few(z.union([button, select]), 5).min(1, 'Must be between 1 and 5 in length.'),
});
