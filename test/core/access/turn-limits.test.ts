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
