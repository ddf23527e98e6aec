import { defineCatalogue } from './catalogue.ts';

/** What each command does, in the few words that a platform's menu has room for (Discord: 100 characters). */
export const describeCommand = defineCatalogue(
  {
    help: 'What I can do',
    new: 'Start a new project',
    status: 'What is running and waiting',
    timeline: 'What is on the timeline',
    credits: 'How many credits are left',
    export: 'Render the video and send it (free)',
    rerun: 'The last request once more (uses credits)',
    variation: 'Another version (uses credits)',
    link: 'Open the project in a browser',
    cancel: 'Stop what is running',
    remove: 'Take a waiting request out of the line',
    skill: 'Show the skills, or switch this chat to one',
    language: 'English, Chinese, or whatever you write in',
    forget: 'Erase what I know about this chat',
  },
  {
    help: '我能做什么',
    new: '开始新项目',
    status: '正在做什么、排队的有什么',
    timeline: '时间线上有什么',
    credits: '还剩多少积分',
    export: '渲染视频并发给你（免费）',
    rerun: '把上次的请求再做一次（消耗积分）',
    variation: '换一个版本（消耗积分）',
    link: '在浏览器中打开项目',
    cancel: '停止正在做的事',
    remove: '把排队的请求移出队列',
    skill: '查看技能，或切换这个聊天的技能',
    language: '中文、英文，或跟随你的文字',
    forget: '忘掉这个聊天的一切',
  },
);
