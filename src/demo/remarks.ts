/** Notes for colleagues. */
import { readPassages } from './passages.ts';

export const remarks = readPassages(`
# any | [People ~ Who decides ~ Who is who]
{contact} ({title}) decides on tools, finance signs. [Prefers mail to calls, never on Mondays. ~ Calls are best before ten. ~ Answers fastest in the chat.]
# any | [How they work ~ Habits]
They use {vendor} for {goal}. Reports are read on [Mondays before ten ~ Fridays after lunch ~ the first of the month]. Avoid maintenance then.
# any | [On their list ~ Wish list ~ Comes up again]
Comes up again and again: {topic}. Nobody has time for it, might be worth an hour of ours.
# any | [{Colleague} ~ Somebody to know]
{colleague} from {team} knows the product [best ~ better than anybody there] after {contact}. [Invite to the next user meeting. ~ Would be the one to ask if {contact} is away.]
# trial | Chances of the trial
Good fit for {goal}, but only {contact} has looked at it so far. Needs a second person before the end of the trial.
# onboarding | First impression
Well organised, {contact} answers within the hour. Weak point: nobody in IT knows of the project yet.
# onboarding | [Risks of the start ~ What may delay it]
[One source belongs to {team}, ~ The warehouse database belongs to {team},] ask {colleague} early. The rest of the plan is [safe ~ generous].
# adoption | [Where it sticks ~ Adoption so far]
{active} of {users} active. {team} [joins in last ~ waits for a training of its own]; {colleague} could pull them along.
# happy | [Reference ~ Reference? ~ Reference for others]
Could be a reference for {goal}. [Ask {contact} again after the next review. ~ {contact} has not said no. ~ Marketing may call, but not before the end of {month}.]
# happy, full | [Expansion idea ~ Close to the limit ~ Room to grow]
[Two departments still work ~ {Team} still works] with spreadsheets. With {seats} seats on {plan} they are close to the limit. [Worth an offer. ~ Sales should call.]
# happy | [Why it works here ~ What others can learn here]
One owner, one page, one meeting. {contact} has made {goal} part of the [Monday routine ~ monthly closing]. Use as an example for others.
# happy | [Praise ~ Heard in passing]
[{colleague} from {team} told a visitor of ours ~ {contact} told their own management] how much they like {love}. [Passed on to the team. ~ Worth a quote on our site.]
# content | [Before the next review ~ Preparation of the review ~ To do]
- Ask about {pain}
- Show {topic}
- [Find out who follows {contact} in meetings ~ Get to know {colleague} from {team}]
# content | [Budget ~ Money]
Budget is planned in [autumn ~ spring ~ the last quarter]. Have the numbers on {goal} ready by then.
# content, busy | [Quiet, but well ~ All quiet]
No news is good news here: {active} of {users} active, no tickets to speak of. [Call once a quarter. ~ Do not disturb. ~ A mail now and then is enough.]
# content | [Changes over there ~ Heard from {colleague}]
[Reorganisation in {team}, ~ New head of {team},] nobody knows yet what that means for us. {contact} [expects little change ~ will keep us posted].
# worried | [Risk ~ Early warning ~ Keep an eye on them]
Risk, not yet loud: {active} of {users} active, {pain} named [twice ~ in every call]. If {contact} leaves, nobody speaks for us.
# worried | [What to do ~ Next steps ~ Plan]
- Page with results on {goal} for their management
- Ask product for a date of {fix}
- [Look for a second sponsor ~ Win {colleague} from {team} as a second sponsor]
# worried | [Between the lines ~ My impression]
{contact} [answers a day later than before ~ no longer asks about {topic} ~ has let the last call go by]. [It is {pain}, nothing else. ~ Somebody there is looking at other tools.]
# angry | [Risk assessment ~ State of the escalation]
Situation:
- {Pain} unsolved
- {active} of {users} people active

Plan:
- Weekly call, notes to management
- Push for {fix}
- [Find a second sponsor beside {contact} ~ Bring {colleague} from {team} to our side]
# angry | [Internal: {pain} ~ To product and support]
[Third reminder to product: ~ For our management meeting:] this customer may leave because of {pain}. {seats} seats. Who can [name a date ~ spare an engineer] for {fix}?
# renewal | [Forecast ~ Forecast of the renewal]
Renewal on {renewal}: {seats} seats, [probably the same number again ~ perhaps a few more]. {contact} wants the offer [in one page ~ as a letter to finance].
# unsigned | [Forecast ~ Unsigned]
Renewal not signed in time, but no sign of doubt: {active} of {users} active. [Paper is slow there. ~ {contact} has never signed on the day.]
# notice | Why they leave
{reason}. We heard of it too late. Lesson: look at usage before the mood.
# lost | Account lost
{reason}. Nothing to be done about it, {contact} was as surprised as we were.
# back | Second try
Signed again after the break. Keep the scope small: {goal}. Check weekly for the first quarter.
# handover | Handover
Taking over this account. {contact} is the one to talk to, goal is {goal}, sore point is {pain}. Introduced by mail on {date}.
# champion | Champion has left
Our champion has left the company. Until a successor is named {contact} takes the calls. High risk: nobody else knows why they bought it.
`);
