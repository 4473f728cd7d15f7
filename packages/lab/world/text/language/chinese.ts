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
  openers: words('关于{topic}，可以分几步来看。|这个问题很好。|要看具体情况。|先从{topic}最简单的部分开始。|下面是我的想法。'),
  subjects: words(
    '第一次尝试|一份诚实的清单|便宜的方案|常见的建议|一点练习|大家忽略的步骤|第二个意见|当地的气候|一张便条|充足的光线|简单的计划|常见的错误|每天的习惯|一个安静的晚上|老办法|小范围试验',
  ),
  verbs: words('通常节省|很少代替|很快改善|往往掩盖|可以保护|能够缩短|需要|比不上|带来|有时破坏|说明|要求'),
  objects: words(
    '昂贵的修理|反复的猜测|想要的结果|一点耐心|下一个决定|别人的推荐|长久的习惯|重新开始的风险|现实的目标|邻居的帮助|细小的差别|意外的麻烦|最后期限|平静的交谈',
  ),
  circumstances: words(
    '在第一周里|不用太多工具时|对新手来说|休息片刻之后|在平常的日子里|只要不着急|在小房间里|付款之前|换季的时候|两个人一起做时|到了月底|运气好的话|每隔一天早上|时间再紧也一样',
  ),
}
