import { switchSetting } from './kinds.ts';

/** Whether people may go on with what others of the community made. */
export const sharedProjects = switchSetting({
  key: 'projects',
  title: { en: 'Shared projects', zh: '共享项目' },
  about: {
    en: 'Whether people may go on with somebody else’s video by a reply to it.',
    zh: '是否可以通过回复别人的视频来接着改。',
  },
  fallback: (operator) => operator.sharedProjects,
});
