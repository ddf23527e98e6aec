import { inVoice } from '../../i18n/translator.ts';
import { type ActionPhrases, whole } from '../../intents/phrases.ts';
import { requesterOf } from '../access/requester.ts';
import { platformOf } from '../chat.ts';
import { audit } from '../community/moderation.ts';
import {
  formOf,
  listSteps,
  listText,
  oneSteps,
  oneText,
  readRequest,
  type SettingsRequest,
  type ShownPlace,
  valueText,
} from '../settings/menu.ts';
import { listedPeople } from '../settings/people.ts';
import { voiceOf } from '../turn/voice.ts';
import type { ActionContext, Answer, AnswerAction } from './action.ts';

const phrases: ActionPhrases = {
  en: [
    whole(
      'list',
      '(?:(?:show|open|change|see)(?: me)? )?(?:(?:all|the|your|our|bot|group|server|chat|this|places?) )*settings',
    ),
  ],
  zh: [
    whole(
      'list',
      '(?:打开|查看|看看|看一下|修改|更改|显示)?(?:所有|全部|本群|群组|群|服务器|聊天|机器人|的)*(?:设置|设定)',
    ),
  ],
  slashArgument: { read: (words) => words, required: false },
};

/** The place as the settings see it, with what is stored now. */
async function placeOf({ turn, store, place, adapter, t }: ActionContext): Promise<ShownPlace> {
  const shared = turn.shared !== undefined;
  return {
    ...{ t, voice: voiceOf(turn), operator: place.operator, platform: platformOf(turn.chat), shared },
    alone: !shared || adapter.answersPrivately === true,
    stored: await store.communities.find(requesterOf(turn).community),
  };
}

/** So many names of a list are looked up; more would fit into no message. */
const NAMES_SHOWN = 100;

/** What the people on the allow list are called, before and after what is asked for. */
function namesFor(request: SettingsRequest, { stored }: ShownPlace, { people }: ActionContext) {
  const changed = request.kind === 'set' ? listedPeople.of({ [request.setting.key]: request.value }) : undefined;
  const lists = [listedPeople.of(stored) ?? [], changed ?? []];
  return people.namesOf(lists.flatMap((list) => list.slice(0, NAMES_SHOWN)));
}

function answerTo(request: SettingsRequest, place: ShownPlace): Answer {
  const list = { text: listText(place), next: listSteps(place), menu: true };
  switch (request.kind) {
    case 'list':
      return list;
    case 'unknown':
      return { ...list, text: `${place.t('settingUnknown', { what: request.what })}\n\n${list.text}` };
    case 'one':
      return { text: oneText(request.setting, place), next: oneSteps(request.setting, place), menu: true };
    case 'problem': {
      const text = `⚠️ ${request.problem}\n\n${oneText(request.setting, place)}`;
      return { text, next: oneSteps(request.setting, place), menu: true };
    }
    case 'set':
      return changed(request, place);
  }
}

/** What changed, above all settings as they are from now on. */
function changed({ setting, value }: Extract<SettingsRequest, { kind: 'set' }>, place: ShownPlace): Answer {
  const title = inVoice(setting.title, place.voice);
  const then: ShownPlace = { ...place, stored: { ...place.stored, [setting.key]: value } };
  const [before, after] = [valueText(setting, place), valueText(setting, then)];
  const said =
    before === after
      ? place.t('settingSame', { title, value: after })
      : place.t('settingChanged', { title, before, after });
  return { text: `${said}\n\n${listText(then)}`, next: listSteps(then), menu: true };
}

export const settings: AnswerAction = {
  name: 'settings',
  aliases: ['setting'],
  description: {
    en: 'How I am set here: skill, language, who may use me, budgets',
    zh: '我在这里的设置：技能、语言、谁可以用、预算',
  },
  help: { en: 'settings – how I am set here', zh: '设置 – 我在这里的设置' },
  examples: { en: ['settings'], zh: ['设置'] },
  access: 'place-moderator',
  visibility: 'private',
  mode: 'immediate',
  costsCredits: false,
  isMenu: true,
  phrases,
  typed: [{ pattern: /^\/settings (\S.{0,89})$/i, argument: (wanted) => wanted }],
  option: {
    kind: 'text',
    maxLetters: 1500,
    name: { en: 'change', zh: '更改' },
    description: {
      en: 'Such as “language zh”; leave it out to see all of them',
      zh: '例如“language zh”；不填则显示全部',
    },
  },
  form: formOf,
  command: {
    discord: { name: { en: 'settings', zh: '设置' }, response: 'ephemeral' },
    telegram: { startable: false, ephemeral: true },
  },
  async run(context) {
    const place = await placeOf(context);
    const request = readRequest(context.argument ?? '', place);
    return answerTo(request, { ...place, names: await namesFor(request, place, context) });
  },
  async carryOut(context) {
    const place = await placeOf(context);
    const request = readRequest(context.argument ?? '', place);
    if (request.kind !== 'set') return undefined;
    const { setting, value } = request;
    const { store, turn, sessions } = context;
    // Written first: what was done must not be missing in the list. Nobody else moderates somebody's own chat.
    if (place.shared)
      await audit(context, 'settings', `${setting.key} = ${value === undefined ? 'default' : JSON.stringify(value)}`);
    await store.communities.update(requesterOf(turn).community, { [setting.key]: value });
    await setting.applied?.(sessions, turn.chat);
    return undefined;
  },
};
