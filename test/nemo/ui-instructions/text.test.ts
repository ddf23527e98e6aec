import { expect, it } from 'vitest';
import { balance } from '../../../src/nemo/ui-instructions/text.ts';

it.each([
  ['a **b** c', 'a **b** c'],
  ['a **b c', 'a b c'],
  ['a **b** **c', 'a **b** c'],
  ['`a` and `b', '`a` and b'],
  ['**a `b', 'a b'],
  ['a**', 'a'],
])('emphasis in “%s” has both of its marks or none: “%s”', (text, balanced) => {
  expect(balance(text)).toBe(balanced);
});
