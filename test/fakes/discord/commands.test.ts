import { describe, expect, it } from 'vitest';
import { discordForTest, loginForTest } from './real-bot.ts';

const help = { name: 'help', description: 'Shows help', name_localizations: { 'zh-CN': '帮助' } };
const option = (fields: object) => ({ type: 3, name: 'text', description: 'A text', ...fields });
const many = (count: number) => Array.from({ length: count }, (_, n) => ({ name: `c${n}`, value: `c${n}` }));

describe('registration of commands', () => {
  it('keeps the ids of what stays, counts writes, and lists translations when asked', async () => {
    const fake = await discordForTest();
    const client = await loginForTest(fake);
    const { commands } = client.application;
    const first = await commands.set([help, { name: 'new', description: 'New' }]);
    const second = await commands.set([help]);
    expect(second.map((each) => each.id)).toEqual([first.find((each) => each.name === 'help')?.id]);
    expect(fake.commands.writes).toBe(2);
    expect(fake.commands.createsLeft).toBe(198);
    const path = `/applications/${client.user.id}/commands` as const;
    const [plain] = (await client.rest.get(path)) as [object];
    expect(plain).not.toHaveProperty('name_localizations');
    const query = new URLSearchParams({ with_localizations: 'true' });
    const [full] = (await client.rest.get(path, { query })) as [object];
    expect(full).toMatchObject({ ...help, type: 1, contexts: null, integration_types: [0, 1], dm_permission: true });
    expect(fake.commands.writes).toBe(2);
  });

  it('has commands of one server and global ones', async () => {
    const fake = await discordForTest();
    const guild = fake.guild();
    const [inside, outside] = [fake.channel(guild), fake.channel(fake.guild())];
    const client = await loginForTest(fake);
    await client.application.commands.set([help], guild.id);
    expect(() => fake.slash(outside, fake.user(), 'help')).toThrow('There is no command /help here');
    const asked = fake.slash(inside, fake.user(), 'help');
    expect(asked.payload).toMatchObject({ data: { name: 'help', guild_id: guild.id } });
  });

  it.each([
    ['an upper-case name', { ...help, name: 'Help' }],
    ['a name with a space', { ...help, name: 'help me' }],
    ['no description', { name: 'help' }],
    ['a long description', { ...help, description: 'x'.repeat(101) }],
    ['an unknown language', { ...help, description_localizations: { zh: '帮助' } }],
    ['a wrong translated name', { ...help, name_localizations: { 'zh-CN': '帮 助' } }],
    ['required after optional', { ...help, options: [option({}), option({ name: 'b', required: true })] }],
    ['two options of one name', { ...help, options: [option({}), option({})] }],
    ['choices with autocomplete', { ...help, options: [option({ autocomplete: true, choices: many(1) })] }],
    ['26 choices', { ...help, options: [option({ choices: many(26) })] }],
    ['a choice of another type', { ...help, options: [option({ choices: [{ name: 'a', value: 1 }] })] }],
    ['26 options', { ...help, options: Array.from({ length: 26 }, (_, n) => option({ name: `o${n}` })) }],
    ['autocomplete of a file', { ...help, options: [option({ type: 11, autocomplete: true })] }],
    ['a message command with a description', { name: 'Animate', type: 3, description: 'x' }],
    [
      'more than 8000 characters',
      { ...help, options: Array.from({ length: 25 }, (_, n) => option({ name: `o${n}`, choices: long(n) })) },
    ],
  ])('refuses %s', async (_what, command) => {
    const fake = await discordForTest();
    const client = await loginForTest(fake);
    const put = client.rest.put(`/applications/${client.user.id}/commands`, { body: [command] });
    await expect(put).rejects.toMatchObject({ status: 400, code: 50035 });
    expect(fake.commands.list()).toEqual([]);
  });

  it('refuses two commands of one name, a wrong installation, and too many new ones in a day', async () => {
    const fake = await discordForTest({ userInstall: false });
    const client = await loginForTest(fake);
    const put = (body: object[]) => client.rest.put(`/applications/${client.user.id}/commands`, { body });
    await expect(put([help, help])).rejects.toMatchObject({ code: 50035 });
    await expect(put([{ ...help, integration_types: [0, 1] }])).rejects.toMatchObject({ code: 50035 });
    fake.commands.createsLeft = 0;
    await expect(put([help])).rejects.toMatchObject({ code: 30034 });
  });
});

function long(n: number) {
  return Array.from({ length: 4 }, (_, c) => ({
    name: `${n} ${c}`.padEnd(60, 'x'),
    value: `${n} ${c}`.padEnd(60, 'x'),
  }));
}
