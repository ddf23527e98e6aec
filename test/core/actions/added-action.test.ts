import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allCommands, responseMode } from '../../../src/adapters/discord/commands.ts';
import { callOf, menus } from '../../../src/adapters/telegram/commands.ts';
import type { Action } from '../../../src/core/actions/action.ts';
import { ACTIONS } from '../../../src/core/actions/all.ts';
import { ActionTable } from '../../../src/core/actions/table.ts';
import { classify } from '../../../src/intents/classify.ts';
import { Rig } from '../rig/rig.ts';
import { flipCoin } from './flip-coin.ts';

const actions = new ActionTable<Action>([...ACTIONS.all, flipCoin]);

describe('an action that one file adds', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await Rig.start({ actions });
  });
  afterEach(() => rig.close());

  it('is asked for in plain words, in both languages', async () => {
    expect(await rig.says('could you flip a coin please?')).toEqual(['Heads.']);
    expect(await rig.says('帮我抛个硬币')).toEqual(['正面']);
    expect(classify({ text: 'toss the coin', media: 0 }, ACTIONS.phrases).steps).toEqual([
      { kind: 'prompt', text: 'toss the coin' },
    ]);
  });

  it('is asked for by its name, an alias, and with its argument', async () => {
    expect(await rig.says('/coin')).toEqual(['Heads.']);
    expect(await rig.says('/flip@reelay_bot')).toEqual(['Heads.']);
    expect(await rig.says('coin tails')).toEqual(['Heads. You said tails.']);
    expect(await rig.says('', [], { command: { name: 'coin', argument: 'heads' } })).toEqual([
      'Heads. You said heads.',
    ]);
  });

  it('is listed by help, in both languages', async () => {
    expect((await rig.says('help')).join()).toContain('\ncoin – heads or tails\n');
    expect((await rig.says('帮助')).join()).toContain('\n硬币 – 正面或反面\n');
  });

  it('is in Telegram’s menus but for members of groups, is typed there, and its rights can be checked', () => {
    const [everyone, chinese] = menus('auto', actions).filter(({ scope }) => scope.type === 'all_private_chats');
    expect(everyone?.commands).toContainEqual({ command: 'coin', description: 'Flip a coin' });
    expect(chinese?.commands).toContainEqual({ command: 'coin', description: '抛硬币' });
    const groups = menus('auto', actions).filter(({ scope }) => scope.type === 'all_group_chats');
    expect(groups.flatMap(({ commands }) => commands).map(({ command }) => command)).not.toContain('coin');
    expect(callOf({ name: 'coin', argument: 'heads' }, actions)).toEqual({ name: 'coin', argument: 'heads' });
    expect(callOf({ name: 'start', argument: 'coin_tails' }, actions)).toEqual({ name: 'coin', argument: 'tails' });
    expect(actions.asked('flip a coin', 0)).toEqual([{ name: 'coin' }]);
  });

  it('is a slash command on Discord, with its option', () => {
    expect(allCommands(undefined, actions)).toContainEqual(
      expect.objectContaining({
        name: 'coin',
        name_localizations: { 'zh-CN': '硬币', 'zh-TW': '硬幣' },
        description: 'Flip a coin',
        options: [
          expect.objectContaining({
            name: 'side',
            choices: [
              expect.objectContaining({ name: 'heads', value: 'heads' }),
              expect.objectContaining({ name: 'tails', value: 'tails' }),
            ],
          }),
        ],
      }),
    );
    expect(responseMode('coin', actions)).toEqual({ ephemeral: true, work: false });
    expect(responseMode('coin')).toBeUndefined();
  });
});
