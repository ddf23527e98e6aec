/** Parts of phrases that several actions share. English for normalised text, Chinese for compacted text. */

export const EN_THE = '(?:the|my|our|this|that|your)';
export const EN_I = '(?:i|we|you|u)';
export const EN_SHOW = '(?:show|list|see|view|display|check|get|give|tell|print|read)(?: me)?(?: out)?';
export const EN_OF = `(?: (?:of|on|for) (?:${EN_THE} )?(?:video|project|timeline|export|render|edit|draft))?`;

export const ZH_LOOK = '(?:查询|查看|查查|查|看看|看|显示|列出|展示|告诉我|检查|check|show)(?:一下|下)?(?:我)?';
export const ZH_TRY_IT = '(?:试试看|试试|看看|瞧瞧)?';
