import { expect, test } from 'vitest';
import { withoutRawJson } from '../../../src/nemo/ui-instructions/raw-json.ts';
import { growth, LINEAR } from '../../growth.ts';

test.each([
  ['Here is the result: {"status":"ok","url":"https://x.example"} — enjoy.', 'Here is the result — enjoy.'],
  ['Done {"a":{"b":[1,{"c":"}"}]}}.', 'Done.'],
  ['{"status":"done"}', ''],
  ['Done.\n```json\n{"status":"done"}\n```\nEnjoy.', 'Done.\n\nEnjoy.'],
  ['Clips: [{"id":1},{"id":2}] are ready.', 'Clips are ready.'],
  ['两段已完成：{"id":1}。', '两段已完成。'],
])('%j becomes %j', (text, expected) => {
  expect(withoutRawJson(text)).toBe(expected);
});

test.each([
  'The title is [Summer] now.',
  'Use {name} as a placeholder.',
  'Set {} aside.',
  'Scenes [1, 2, 3] are shorter.',
  'A smile :{ and a "quote',
  'Plain words.',
])('%j stays', (text) => {
  expect(withoutRawJson(text)).toBe(text);
});

test.each(['{', '{"', '[{', '{"a":', '"', '{"a":1}'])('%j repeated takes linear time', (unit) => {
  expect(growth(unit, withoutRawJson)).toBeLessThan(LINEAR);
});
