// The words that may stand in an order without changing what it asks for. An order that would take something away or
// change lengths is carried out only when all its words are known: see `unknownWords`.
const EN = `
a an the this that these those it its it's they them their i i'd i'm i'll me my mine our us we we'd you your he she his her
is are was were be been being am do does did done doing have has had having will would can could should shall may might
must need needs want wants wanted like likes love prefer let lets let's get gets got go goes going gone come comes came
please pls plz thanks thank thx hey hi hello ok okay yes yeah yep no not don't dont doesn't isn't it'd never nothing none
and or but so then than also too as at by for from in into of off on onto out over to up down with without within about
around roughly approximately maybe perhaps just only still again already really very much more most less least bit little
lot lots some any all both each every other another same different new one ones thing things stuff everything anything
something way kind sort if when while because since after before between until during now next later first second third
fourth fifth sixth seventh eighth ninth tenth last final lastly finally middle center centre two three four five six seven
eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty half twice double triple times couple photo photos
picture pictures pic pics image images clip clips shot shots slide slides frame frames file files video videos film movie
reel slideshow montage project whole entire entirely total overall altogether complete completely full length long longer
longest short shorter shortest duration time times second seconds sec secs s min mins minute minutes ms per apiece make
makes making made turn set change changed keep keeps kept put place move bring shift send use using used show shows shown
display give add take cut trim shorten lengthen extend stretch reduce increase decrease shave knock chop lop snip till until wanna gonna gotta lemme gimme see piece off begin become becomes run second third entirely hold stay stays
stop remove removed delete drop erase lose skip exclude leave ditch toss throw rid swap switch exchange trade flip reverse
order position spot start starts begin begins beginning open end ends ending finish close front back top bottom left right
slow slower slowly fast faster fastest quick quicker quickly speed pace too enough actually instead rather again wait sorry
mean meant right wrong well good great nice cool perfect fine better best max maximum minimum most under above below
than least no longer shorter can't cannot music song songs track tune soundtrack audio sound sounds volume loud louder
loudly quiet quieter soft softer mute muted background bgm original text texts title titles caption captions subtitle
subtitles words word heading headline label write written says say saying read reads call name named motion movement zoom
zooming pan panning camera still static transition transitions crossfade crossfades fade fades wipe cuts vertical portrait
square landscape horizontal format aspect ratio together combined combine merge here there where what which who how why
version run runs last lasts lasting hmm um uh lol haha ah oh well guys guy thing's that's what's there's i've we've you've
let linger remain remaining rest screen goes go by fit appear appears don't doesn't needs trade places first one's photo's
we don't wants number kill hide hidden scrap bin tunes off away opening shot else rest others remaining sort reorder arrange except besides shuffle shuffled random randomly randomize mix mixed silent silently clip's everybody nobody soundless backwards backward pls u ur r n w x plus times keep around approx ish roughly exactly precisely shouldn't mustn't shown think guess believe play plays playing insta instagram tiktok story reels feed post phone screen maximum most upto tops within ending opener closer closing sequence seems look looks looked feel feels dont wont anymore nicer snappier punchier calmer cleaner tighter
shrink shrunk stretch squeeze extra additional kindly quick somewhat super i'd i'll little going shave snip lop overall dear mate bro dude man folks everyone team btw tho though tbh rn asap now please actually honestly basically ta tx tks ty cheers chuck dump uh erm ffs blurry blurred dark ugly boring fuzzy grainy shaky dull anyway anyways thinking thought maybe could've should've wish wished okay alright sure lower raise bump cutting chop tidy
`;
const ZH =
  '请 麻烦 帮我 给我 帮忙 我 你 您 他 她 它 我们 想要 想 要 需要 希望 能不能 可以 可不可以 能 会 把 将 让 使 给 被 用 使用 的 地 得 了 着 过 吧 吗 呢 啊 呀 哦 嗯 哈 嘛 啦 这 那 这个 那个 这些 那些 这里 那里 一下 一点 一些 点 些 稍微 稍 有点 有 太 很 非常 更 最 再 又 也 还 都 就 只 才 仅 全 全部 所有 每 各 分别 一共 总共 总 合计 整个 整体 大概 大约 差不多 左右 上下 以内 之内 以下 不要超过 不超过 超过 最多 最少 至少 控制 在 到 从 向 往 对 和 跟 与 及 以及 或 或者 然后 接着 之后 以后 之前 前面 后面 中间 之间 当中 最前 最后 开头 开始 结尾 结束 末尾 第 张 个 幅 段 组 秒钟 秒 分钟 分 钟 半 倍 一 二 两 三 四 五 六 七 八 九 十 百 几 照片 图片 图 相片 片段 素材 视频 短片 影片 片子 成片 时长 长度 总长 时间 总时长 长 短 久 快 慢 大 小 高 低 多 少 改成 改为 改到 改 变成 变为 变 换成 换 做成 做 弄成 弄 调成 调到 调 设为 设成 设 剪成 剪到 剪 缩短 缩 延长 拉长 加长 加 减 减少 减到 降 升 放 放到 放在 移到 移 挪到 挪 排 排到 停留 停 显示 展示 出现 出来 播放 播 删掉 删除 删了 删 去掉 去除 拿掉 移除 丢掉 扔掉 不要 不用 不需要 不想 别 不 没 没有 只要 只用 只留 只保留 保留 留下 留 交换 对调 互换 调换 换位置 换一下 位置 顺序 倒序 反 是 为 成 说 意思 对 好 行 可以 刚才 刚刚 现在 等等 等一下 先 倒过来 反过来 关 关掉 关闭 插 插到 插入 作为 当 待 多待 多停 一会 会儿 它 变短 变长 不想要 除了 以外 之外 其他 其余 剩下 以 时间 翻倍 加倍 静音 无声 消音 全部 打乱 随机 过来 倒着 颠倒 打乱 前 面 最前面 首 音乐 配乐 声音 音量 歌 标题 字幕 文字 字 转场 运镜 镜头 竖屏 横屏 方形 掉 下 上 里 中 来 去 间 些 没事 一样 一起 放慢 放快 太长 太短 久一点 起来 时 做个 版 即可 就行 就好 谢谢 麻烦你 亲 哈哈 压缩 以内 节奏 背景 背景音乐 配成 正好 刚好 恰好 掐 掐掉 裁 裁掉 砍 砍掉 截 截掉 截取 帮 忙 下吧 呗 咯 哈 嘞 拜托 辛苦 觉得 感觉 其实 应该 干脆 索性 直接 留 多留 额外 另外 总共 就 好了 行了 吗 可 多放 少放 每张 搞 搞成 整 整成 凑 凑够 凑成 够 满 足 挪动 调整 对换 换换 提 提到 提前 跳过 糊 糊了 静静 会儿 儿 多放会儿 换个 对调一下';

const KNOWN_EN = new Set(EN.trim().split(/\s+/));
const KNOWN_ZH = new Set(ZH.split(' '));
/** Length of the longest known word by its first letter. */
const LONGEST_ZH = new Map<string, number>();
for (const word of KNOWN_ZH) {
  LONGEST_ZH.set(word.charAt(0), Math.max(word.length, LONGEST_ZH.get(word.charAt(0)) ?? 0));
}

/** Whether a word says nothing beyond what orders are made of anyway. */
export function isKnownWord(word: string): boolean {
  return KNOWN_EN.has(word);
}

/** The words of a text that no order of lengths, clips or their removal needs. Numbers and names of files are none. */
export function unknownWords(text: string): string[] {
  const unknown: string[] = [];
  for (const [word] of text.matchAll(/(?<![a-z\d])[a-z][a-z']*/g)) {
    if (word.length > 1 && !KNOWN_EN.has(word)) unknown.push(word);
  }
  for (const [words] of text.matchAll(/\p{Script=Han}+/gu)) unknown.push(...unknownChinese(words));
  return unknown;
}

// The longest known word at each place; what none covers is unknown.
function unknownChinese(words: string): string[] {
  const unknown: string[] = [];
  for (let at = 0; at < words.length; ) {
    let length = Math.min(LONGEST_ZH.get(words.charAt(at)) ?? 0, words.length - at);
    while (length > 0 && !KNOWN_ZH.has(words.slice(at, at + length))) length--;
    if (length === 0) unknown.push(words.charAt(at));
    at += Math.max(1, length);
  }
  return unknown;
}
