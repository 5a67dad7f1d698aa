/** What people add to their answer when they are asked how likely they are to recommend the product. */
import { readPassages } from './passages.ts';

export const comments = readPassages(`
# promoter | praise
[Would recommend it any time. ~ Great product, great people. ~ Does exactly what we need. ~ I would buy it again. ~] {praise} [Keep going! ~ Thank you. ~ More of that, please. ~]
# promoter | best part
[The best part ~ What I like most ~ What sets it apart ~ What won {team} over]: {love}. [Everything else is fine too. ~ The rest is solid. ~ I have told two other companies. ~ Nothing to complain about. ~]
# promoter | work
[In {team} we use it every day. ~ I work with it every day. ~ It is open on my screen all day. ~ It has become part of our routine in {team}. ~ {Team} could not do without it.] [Saves me hours a week. ~ I would not want to go back. ~ Best tool we have bought in years. ~ Simple, and it works. ~ {praise} ~ New people learn it in a morning.]
# promoter | goal
[Finally we have {goal}. ~ We wanted {goal}, and we got it. ~ Thanks to you {goal} is no longer a fight.] [Well done. ~ Took a while, was worth it. ~ The management is happy, and so am I. ~ Nobody in {team} believed it at first. ~]
# promoter | friend
[A friend in another company asked me last week ~ Somebody at a trade fair asked me ~ My former boss asked me ~ A supplier of ours asked me], and I [recommended it ~ said yes, buy it ~ showed it to them]. [{praise} ~ Mainly for {love}.]
# promoter | near ten
[Ten out of ten. ~ Nearly perfect. ~ A clear yes. ~ Very happy. ~ {Team} is happy with it.] [Only {pain} could be better. ~ If you solve {pain}, I am out of wishes. ~ {praise}]
# passive | some room
[Good, with room to improve. ~ It does the job. ~ Solid overall. ~ All right. ~ Useful, not exciting. ~ Fine for {team}.] [{complaint} ~ The last release brought us little. ~ I use it once a week. ~ I do not see all that it can do.]
# passive | mostly
[Mostly fine. ~ Mostly happy. ~ By and large good. ~ No big problems.] {complaint} [~ Otherwise good. ~ Then again, {love}: good. ~ Hope to see that solved.]
# passive | neutral
[I only look at two pages, ~ I get my report by mail, ~ I use it for {goal} only, ~ I open it when {team} asks me for a number, ~ Others in {team} use it more than I do,] [and that works. ~ so I cannot say much. ~ and have no strong opinion. ~ which is enough for me. ~ but what I see is fine. ~ so take my answer with care.]
# passive | learning
[Still learning. ~ It took me a while to get used to it. ~ A training for {team} would help. ~ I am new here. ~ I joined {team} not long ago.] [Good so far. ~ The start page could be simpler. ~ My colleagues get along with it. ~ Ask me again in half a year. ~ {complaint} ~ I like what I have seen of {goal}.]
# passive | price
[Good product, but not cheap. ~ Worth it if you use it daily, and in {team} we do not. ~ Good, though I have seen others that can do this. ~ Our budget is tight, and this is a large part of it.] [{complaint} ~ Support is friendly. ~ No complaints otherwise. ~ I like {love}, though. ~ {Goal} alone does not justify it.]
# detractor | price
[We expected more for this price. ~ Too expensive for what we get. ~ For this money it should simply work.] [{complaint} ~ Ask {team}. ~ I would choose differently today. ~ Sorry. ~]
# detractor | pain
{complaint} [Too many open points for too long. ~ I have reported it three times. ~ That is the main reason for my answer. ~ Nobody tells us when that changes. ~ Please solve this first. ~]
# detractor | back
[My team went back to spreadsheets. ~ In {team} hardly anybody opens it now. ~ I have stopped using it. ~ Most of {team} has given up.] [{complaint} ~ Because of {pain}. ~ Too slow to get help. ~ We have waited long enough.]
# detractor | promise
[We were promised {goal}. ~ The plan was {goal}. ~ We bought it for {goal}.] [I do not see it. ~ Not there yet, after all this time. ~ Instead we talk about {pain}. ~ {complaint}]
# detractor | no
[Not in its present state. ~ At the moment I would not. ~ Last year I would have said yes. ~ Honestly, no.] [{complaint} ~ {Fix} was announced long ago. ~ First {pain} has to go. ~ It costs {team} more time than it saves.]
`);
