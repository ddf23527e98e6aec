import { describe, expect, it } from 'vitest';
import { faults } from '../../fakes/telegram/index.ts';
import { TelegramRig } from './rig.ts';

const signal = new AbortController().signal;

describe('the menus', () => {
  it('are in both languages, with what concerns everybody for administrators alone', async () => {
    const rig = await TelegramRig.start();
    await rig.telegram.answered('setMyCommands', 6);
    const lists = rig.telegram.commandLists();
    const list = (scope: string, language: string) =>
      lists.find((each) => each.scope === scope && each.language === language)?.commands ?? [];
    expect(list('all_private_chats', '')).toContainEqual({
      command: 'credits',
      description: 'How many credits are left',
    });
    expect(list('all_private_chats', 'zh')).toContainEqual({ command: 'credits', description: '还剩多少积分' });
    const inGroups = list('all_group_chats', '').map(({ command }) => command);
    const forAdmins = list('all_chat_administrators', '').map(({ command }) => command);
    expect(forAdmins.filter((command) => !inGroups.includes(command))).toEqual([
      ...[
        'skill',
        'language',
        'settings',
        'forget',
        'turns',
        'requests',
        'block',
        'unblock',
        'pause',
        'resume',
        'audit',
      ],
    ]);
  });

  it('are written only where they differ', async () => {
    const rig = await TelegramRig.start();
    await rig.telegram.answered('setMyCommands', 6);
    await rig.again();
    await rig.telegram.answered('getMyCommands', 12);
    expect(rig.telegram.calls('setMyCommands')).toHaveLength(6);
  });

  it('that cannot be written do not keep the bot from running', async () => {
    const rig = await TelegramRig.prepare();
    rig.telegram.next('setMyCommands', faults.refused(400, 'Bad Request: BOT_COMMAND_INVALID'));
    await rig.adapter.start(signal);
    const ann = rig.telegram.user({ id: 7, first_name: 'Ann' });
    rig.telegram.says(rig.telegram.dm(ann), ann, 'hello');
    expect((await rig.received()).text).toBe('hello');
  });
});
