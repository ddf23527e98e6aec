import { afterEach, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
afterEach(() => rig.close());

const prompts = () => rig.nemo.requests.filter(({ path }) => path === '/run_sse').length;

it('a person who asks for too much is told when the next request is accepted; questions do not count', async () => {
  const limit = { perHour: 1, burst: 2 };
  rig = await Rig.start({ turnLimits: { perUser: limit, perPlace: { perHour: 1000, burst: 1000 } } });
  await rig.says('add rain');
  await rig.says('status');
  await rig.says('add snow');
  const before = prompts();
  const [refusal, ...others] = await rig.says('add fog');
  expect(refusal).toMatch(
    /^⏳ You have asked for a lot in a short time\. I take your next request in (?:1 h 0|\d+) min; help, status and cancel work at any time\.$/,
  );
  expect(others).toEqual([]);
  expect(prompts()).toBe(before);
  expect(await rig.says('help')).toHaveLength(1);
  expect(await rig.says('cancel')).toEqual(['Nothing is running that could be stopped.']);
  // Somebody else of the same chat may.
  await rig.says('add fog', [], { userId: 'u2' });
  expect(prompts()).toBe(before + 1);
});

it('a place that asks for too much is told so, in its language', async () => {
  rig = await Rig.start({
    turnLimits: { perUser: { perHour: 1000, burst: 1000 }, perPlace: { perHour: 1, burst: 1 } },
  });
  await rig.says('加上下雨');
  expect((await rig.says('加上下雪', [], { userId: 'u2' }))[0]).toMatch(
    /^⏳ 这个聊天短时间内提了很多请求。(?:1 小时 0|\d+) 分钟后可以再提下一个/,
  );
});

it('a stop before a refused request is still done', async () => {
  const limit = { perHour: 1, burst: 1 };
  rig = await Rig.start({ turnLimits: { perUser: limit, perPlace: limit } });
  await rig.says('add rain');
  const answers = await rig.says('stop and start over');
  expect(answers.some((text) => text === 'Nothing is running that could be stopped.')).toBe(true);
  expect(answers.some((text) => text.startsWith('⏳'))).toBe(true);
});

const many = { perHour: 1000, burst: 1000 };

it('files and their bytes are limited by the hour; what a file really has counts, not what was declared', async () => {
  rig = await Rig.start({
    turnLimits: {
      ...{ perUser: many, perPlace: many },
      filesPerUser: { perHour: 2, burst: 2 },
    },
  });
  await rig.says('animate them', [await rig.photo('a.jpg'), await rig.photo('b.jpg')]);
  expect((await rig.says('and this', [await rig.photo('c.jpg')]))[0]).toMatch(
    /^⏳ You have sent a lot of files in a short time\. I take the next ones in \d+ min; requests without files work at any time\.$/,
  );
  expect((await rig.says('zoom in'))[0]).not.toMatch(/^⏳/);
  await rig.close();
  rig = await Rig.start({
    turnLimits: { ...{ perUser: many, perPlace: many }, bytesPerUser: { perHour: 60, burst: 60 } },
  });
  const photo = await rig.photo('a.jpg');
  expect((await rig.says('animate it', [{ ...photo, declaredBytes: 10 }]))[0]).not.toMatch(/^⏳/);
  expect((await rig.says('and this', [{ ...photo, declaredBytes: 10 }]))[0]).toMatch(
    /^⏳ Your files have been large in the last hour\./,
  );
});

it('of one person only so many requests may run and wait, over all chats', async () => {
  rig = await Rig.start({ turnLimits: { ...{ perUser: many, perPlace: many }, openPerUser: 2 } });
  const begun = ['test:1', 'test:2', 'test:3'].map((chat) =>
    rig.engine.accept(rig.chat.message('zoom in', [], { chat })),
  );
  await Promise.all(begun);
  await rig.engine.idle();
  const refused = rig.chat.sent.filter(({ text }) => text.startsWith('⏳ 2 of your requests are not done yet'));
  expect(refused).toHaveLength(1);
  expect((await rig.says('zoom out'))[0]).not.toMatch(/^⏳/);
});
