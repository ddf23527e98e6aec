import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SETTINGS } from '../../../src/core/settings/all.ts';
import { listText, offeredIn, oneText, readRequest, type ShownPlace } from '../../../src/core/settings/menu.ts';
import { inVoice, translator } from '../../../src/i18n/translator.ts';
import { bundledSkills } from '../../../src/skills.ts';
import { holds } from '../../support/properties.ts';

const skills = await bundledSkills();
const place = (voice: ShownPlace['voice'], stored = {}): ShownPlace => ({
  ...{ voice, t: translator(voice), platform: 'discord', shared: true, alone: true, stored },
  operator: { skills, language: 'auto', sharedProjects: true, threads: false, freeOfCharge: false },
});

it('each key is short enough for a button, has no spaces, and is no number and no other one’s beginning', () => {
  for (const { key } of SETTINGS) {
    expect(key).toMatch(/^[a-z][a-z-]{1,11}$/);
    expect(SETTINGS.filter((other) => other.key === key)).toHaveLength(1);
  }
});

it('whatever is typed is read as something; what is set is read back as the same, and shown', () => {
  const keys = SETTINGS.flatMap(({ key, title }) => [key, title.zh, '1', '11']);
  const typed = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.tuple(fc.constantFrom(...keys), fc.constantFrom(' ', ': ', ' +', ' -', '='), fc.string({ unit: 'grapheme' })),
    fc.tuple(
      fc.constantFrom(...keys),
      fc.constant(' '),
      fc.constantFrom('1', '2', 'on', 'link', '250', 'a, b', '中文'),
    ),
  );
  holds(
    fc.property(typed, fc.constantFrom('en', 'zh', 'zh-Hant'), (given, voice) => {
      const text = Array.isArray(given) ? given.join('') : given;
      const request = readRequest(text, place(voice));
      if (request.kind !== 'set' || request.value === undefined) return;
      const { setting, value } = request;
      const stored = JSON.parse(JSON.stringify({ [setting.key]: value }));
      expect(setting.of(stored)).toEqual(value);
      expect(listText(place(voice, stored))).toContain(`. ${inVoice(setting.title, voice)}`);
      expect(oneText(setting, place(voice, stored)).length).toBeLessThan(30_000);
    }),
    500,
  );
});

it('the lists of all settings fit a Telegram message in every language, and their choices 25 buttons', () => {
  for (const voice of ['en', 'zh', 'zh-Hant'] as const) {
    expect(listText(place(voice)).length).toBeLessThan(2000);
    for (const setting of offeredIn(place(voice))) {
      expect(oneText(setting, place(voice)).length).toBeLessThan(1000);
      const { form } = setting;
      expect(form.kind === 'choice' ? form.choices(place(voice)).length : 0).toBeLessThanOrEqual(22);
    }
  }
});
