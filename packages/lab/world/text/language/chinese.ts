import type { Lexicon } from '../lexicon.ts'

const words = (list: string): readonly string[] => list.split('|')

/** Chinese. */
export const chinese: Lexicon = {
  language: 'zh',
  homes: [['CN', 8]],
  joiner: '',
  stop: '。',
  topics: words(
    '阳台种菜|租房合同|二手自行车|面试自我介绍|失眠|家庭预算|搬家|旧钢琴|跑步后膝盖疼|学做面包|婚礼致辞|电脑变慢|给猫洗澡|夜景摄影|退货投诉|毕业论文提纲|小鱼缸|自驾旅行',
  ),
  details: words(
    '预算大约{number}元|适合{number}个人|每天只有{number}分钟|完全没有基础|不想买新东西|我住在{place}|已经试过两次了|请用简单的例子|顺便说说可能出什么问题|不超过{number}个字|下周就要用|朋友在{place}',
  ),
  places: words('昆明|青岛|苏州|厦门|洛阳|桂林|大理|兰州|泉州|威海'),
  questions: words(
    '关于{topic}有什么建议？{detail}。|请解释一下{topic}，{detail}。|帮我写一个{topic}的计划，{detail}。|给我{number}个关于{topic}的点子，{detail}。|{topic}要注意什么？{detail}。|写一封关于{topic}的邮件，{detail}。|{topic}应该从哪里开始，{detail}？|讲一个关于{topic}的小故事，{detail}。',
  ),
  followUps: words(
    '能再短一点吗？|如果是{number}呢？|第二点没看懂。|请做成表格。|在{place}有更便宜的办法吗？|谢谢，再来{number}个。|换一种说法。|你会先做什么？',
  ),
  greetings: words('你好|在吗|谢谢|你能做什么？|讲个笑话'),
  openers: words(
    '关于{topic}，可以分几步来看。|这个问题很好。|要看具体情况。|先从{topic}最简单的部分开始。|下面是我的想法。',
  ),
  subject: '{quality}{thing}',
  object: '{quality}{thing}',
  qualities: words(
    '简单的|古老的|便宜的|安静的|诚实的|当地的|书面的|最后的|薄弱的|每周的|正确的|常见的|巨大的|狭窄的|温暖的|粗糙的|早期的|遥远的|借来的|固执的|新鲜的|朴素的|突然的|共同的|持久的|沉重的|被忘记的|私人的|柔和的|破损的|稳定的|有用的|拥挤的|昂贵的|秘密的|崭新的',
  ),
  things: words(
    '尝试|努力|建议|捷径|气候|朋友|手册|方法|图画|步骤|预算|联系|顺序|错误|结果|细节|习惯|风险|噪音|进步|邻居|期限|材料|日程|角落|合同|旅行|桥梁|市场|花园|车票|传闻|余地|发动机|收据|平衡|书架|街区|梦想|作坊|笔记|计划|变化|节奏|道路|计算',
  ),
  adverbs: words('通常会|经常|很快就|很少|慢慢地|明显地|悄悄地|几乎总是|最终|有时'),
  verbs: words('节省|掩盖|代替|改善|跟随|揭示|保护|破坏|缩短|需要|超过|支持|解释|推迟|限制|恢复|奖励|穿过|改变|覆盖'),
  circumstances: words(
    '在第一周里|不用太多工具时|对新手来说|休息片刻之后|在平常的日子里|只要不着急|在小房间里|付款之前|换季的时候|两个人一起做时|到了月底|运气好的话|每隔一天早上|时间再紧也一样',
  ),
}
