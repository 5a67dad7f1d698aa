/** Calls and meetings as they were written down. */
import { readPassages } from './passages.ts';

export const calls = readPassages(`
# trial | [Trial check-in ~ Call during the trial]
{contact} has connected [one source ~ two sources] and likes the template for {goal}. Open question: who would own it after the trial. [Decision expected at its end. ~ Finance will decide at its end.]
# trial | [Questions on the price ~ Trial: what it would cost]
{contact} asked for prices and [for the difference between the plans ~ whether a shorter term is possible]. Sent both. {colleague} is testing [every day ~ now and then].
# onboarding | [Onboarding call ~ Onboarding: open points]
Went through the open points of the plan. [Connectors are done, access rights are not. ~ Access rights are done, one connector is not.] {contact} will name [two more power users ~ an owner for each source]. Next call in a week.
# onboarding | [Data questions ~ Definitions]
One hour on definitions: [what counts as an order, what as a return. ~ which date counts, and whose. ~ gross or net, and who needs which.] {contact} decides with finance. Everything else is ready for {goal}.
# onboarding | [First training ~ Training with {team}]
Training with {team}, {colleague} asked most of the questions. [Half of them had a chart of their own at the end. ~ Exercises on their own data went well.] Recording sent.
# adoption | [Adoption call ~ Use in the teams]
{active} of {users} people are active. The weekly page for {goal} is used in the [Monday meeting ~ meeting of the heads]. Showed alerts; {contact} wants to try them with [one team ~ {team}] first.
# adoption | [Look at the first pages ~ Call on the first pages]
Looked at the first pages together. [Too many charts on one, ~ Good pages, names not clear,] {contact} will [tidy up ~ agree on names with {colleague}]. Showed {topic}.
# adoption | [Who else? ~ Next teams]
Talked about who comes next: {team}, with {colleague} as the one to drive it. {contact} wants [a short training ~ two weeks] for that.
# happy | [Check-in ~ Regular call ~ Short call ~ Call with {contact}]
Very good mood. {contact} praised {love}. [They plan to show {goal} to the management. ~ {Colleague} shows {goal} to new people now. ~ {Goal} is part of every month's closing.] [Asked for a reference, will think about it. ~ Nothing open on either side. ~ Next call when there is something new.]
# happy | Short call on {topic}
{contact} wants to know what is possible with {topic}. [Sent two examples of other customers. ~ Showed it in a test workspace. ~ Sent the recording of our last webinar.] [They will try it on their own. ~ {Colleague} tries it first.]
# happy | [Plans for next year ~ Plans ~ What comes next]
Talked about plans: [one more department ~ a second site ~ the sister company], then {topic}. {active} of {users} people active already. [Sales is informed. ~ Will come back with numbers.]
# happy | [Tour with {colleague} ~ {Colleague} shows their pages]
{colleague} from {team} showed me what they have built: [clear pages, good names, ~ a page a meeting,] nothing to add from our side. [Asked to use it as an example. ~ {contact} is proud of it.]
# happy, busy | [Usage in {month} ~ Numbers of {month}]
{active} of {users} people active in {month}, [more in {team} than anywhere else. ~ {team} is the last to join in.] {contact} wants to [keep it there ~ write that into the yearly report].
# content | [Check-in ~ Regular call ~ Short call ~ Call with {contact}]
[Short call, all in order. ~ Ten minutes, nothing urgent. ~ No surprises.] {contact} mentioned {pain} in passing, no pressure so far. [Next call in six weeks. ~ Next call after the holidays. ~ Will call again next month.]
# content | Questions on {topic}
[Mostly questions on {topic}. ~ {Colleague} joined with questions on {topic}. ~ Half an hour on {topic}.] Half of it is in the help pages, sent the links. [{Goal}: no news. ~ {Goal}: goes on as planned.]
# content | [Catching up ~ After the holidays ~ Missed each other twice]
{contact} was [on leave ~ travelling ~ ill for a while], nothing urgent. {active} of {users} people active. They think about {topic} for the next quarter.
# content | [New colleague ~ Introduction to {colleague}]
Introduced myself to {colleague} from {team}, who will build dashboards. [Knows similar tools, ~ New to this kind of tool,] asked good questions about {topic}.
# content | [How it goes with {goal} ~ State of {goal}]
{Goal}: [slow but steady. ~ first half done. ~ waiting for one source.] {contact} would like [an example from another customer ~ a second pair of eyes on the model ~ an hour with our consultant]. [Sent. ~ Arranged. ~ Will look for one.]
# content | [Small wishes ~ Wishes from {team}]
Collected wishes: {topic}, [shorter mails from us ~ larger fonts on the wall screens ~ a quicker way to copy pages]. {contact} does not expect [all of it ~ anything soon]. Noted for product.
# worried, falling | [Check-in, usage ~ Call on the drop in usage ~ Usage is down]
Talked about the drop in usage. The main reason according to {contact}: {pain}. [Two teams have gone back to spreadsheets. ~ {Team} has gone back to spreadsheets.] I promised an answer on {fix} [by Friday ~ within the week].
# worried | [Value of {seats} seats ~ Is it worth it? ~ Price against use]
{contact} has to defend the price. Went through {goal} together, [there is something to show, but nobody has written it down. ~ the effect is there, but hard to put in numbers.] [I prepare one page. ~ We write one page together.]
# worried | [Complaint from {team} ~ Call on {pain} ~ {Pain}]
{colleague} from {team} joined and listed what does not work: {pain}, [again and again ~ for weeks now]. {contact} [stayed calm ~ said little ~ still defends us]. [Asked support for a state of things. ~ Took it to product the same day.]
# worried | [Check-in ~ Regular call ~ Short call ~ Call with {contact}]
[Polite, but short. ~ The tone has changed. ~ Less warm than last time.] {active} of {users} people active. {contact} asked [twice ~ straight out] when {fix} comes.
# angry | [Escalation call ~ Escalation]
With {contact} and [their management ~ {colleague} from {team}]. They list {pain} and slow answers. We committed to weekly calls and to {fix}. They want to see a change [within a month ~ before they talk about the contract].
# angry | [Weekly call ~ Weekly call on {pain} ~ Status call]
Went through the list. {Pain}: [reproduced, not solved ~ cause found, not solved ~ solved for one team only]. {contact} was short and will judge us by next week. {active} of {users} people active.
# angry | [Call after the complaint ~ Call with {contact}]
Listened for [twenty minutes ~ half an hour]. {contact} has [stopped defending us ~ nobody left who wants to test]. {Fix} without a date is [not an answer ~ worth nothing] to them.
# renewal, early | [Renewal call ~ Call on the renewal]
Went through the offer for {seats} seats. {contact} has to confirm the number of seats with the departments. Timeline: decision two weeks before {renewal}.
# renewal | [Terms of the renewal ~ Renewal: open points]
Renewal on {renewal}: {contact} [asked for a longer term ~ asked about the rise in price ~ wants the same terms again]. {active} of {users} people active, that helps. [Answer from us this week. ~ Offer goes out again with that change.]
# unsigned | [Renewal not signed yet ~ Open renewal]
The old term is over, the new one is not signed. {contact} says it is [with purchasing ~ a matter of days ~ waiting for one signature] and nothing else. [Call again next week. ~ Sales knows.]
# expansion | [Call on further seats ~ More seats]
[Another department ~ {Team}] wants to join. They need about a fifth more seats. {contact} has the budget, [purchasing will send the order. ~ {colleague} collects the names.]
# notice | [Farewell call ~ Last call]
Talked through the reasons. {reason}. Export of the data is agreed, last access on the final day. Parted on good terms, may ask again next year.
# notice | [Export of their data ~ How they leave]
Practical things with {colleague}: [what can be exported and in which form ~ which pages they want as files], who needs access until the last day. [No hard feelings. ~ No way back this time.]
# back | [Restart call ~ Call after the restart]
They want to do it differently this time: one owner, one goal ({goal}). {contact} brings the management along.
# back | [Weekly look at usage ~ First weeks after the restart]
{active} of {users} people active. {colleague} [has taken over the first page ~ trains the others]. {contact} is [pleased ~ careful, but pleased].
`);

export const meetings = readPassages(`
# onboarding | Kickoff with {company}
Kickoff with {contact} ({title}) and the project team.

Goals:
- {Goal}
- One set of numbers for everybody

Agreed:
- Weekly call during onboarding
- Data owners named by the end of {month}
- Go-live in six weeks
# happy | [Business review ~ Review of the quarter]
Results since the last review:
- {active} of {users} people active in {month}
- {Goal} in daily use
- [No open urgent tickets ~ All tickets answered within a day]

Next goals:
- [Bring in another department ~ Bring in {team}]
- {Topic}

{contact} is content, above all with {love}. {outlook}
# happy, full | [Review and outlook ~ Business review]
Highlights:
- {Goal}: now the page that the management opens first
- {seats} seats, nearly all in use

Wishes:
- {Topic}
- A training for beginners [every quarter ~ twice a year]

Very good mood. {outlook}
# happy | [Review with the management ~ Yearly look at results]
With {contact} and [their management ~ {colleague} from {team}].

What they see:
- {Goal} saves them [about a day a week ~ most of the monthly closing ~ two meetings a month]
- {active} of {users} people active
- [Fewer questions about whose numbers are right ~ One definition for each number]

Agreed: {topic} comes next. {outlook}
# content | [Business review ~ Review of the half-year]
Results since the last review:
- {active} of {users} people active in {month}
- {Goal}: [first version ~ second version ~ smaller version than planned] in use

To do:
- Decide how to go on with {pain}
- {Topic}

Mood is good, but they compare prices. {outlook}
# content | [Review of the quarter ~ Review with {contact}]
What went well:
- {Goal} is read every week
- [New colleagues found their way without help ~ {Team} has joined in]

What did not:
- {Pain}

{contact} wants to look at {topic} until the next review. {outlook}
# content | [Business review ~ Review and next steps]
Went through usage and goals with {contact} and {colleague} from {team}.

- {active} of {users} people active
- {Goal} [on schedule ~ a month late ~ waiting for a decision]

[No complaints, no enthusiasm. ~ Calm, to the point.] Next: {topic}. {outlook}
# worried | [Business review ~ Review of the quarter]
Results since the last review:
- Only {active} of {users} people active in {month}
- {Goal} has not moved

Concerns:
- {Pain}
- Value of {seats} seats not visible to [management ~ finance]

Agreed on a [six-week ~ two-month] plan. {contact} wants {fix} to be part of it. {outlook}
# worried | [Review with open points ~ Review and plan]
{contact} came [alone this time ~ with {colleague} from {team}].

Open points:
- {Pain}
- {Topic}, promised [in the last review ~ last year]

We bring a date for {fix} within [two weeks ~ ten days]. {outlook}
# angry | [Rescue meeting ~ Meeting on the rescue plan]
With {contact}, their management and our head of customer success.

Their demands:
- {Pain} solved, with a date
- [One person responsible on our side ~ A weekly report to their management]

Our offer:
- Named engineer and weekly calls
- {Fix} in advance
- [Two training days ~ A month of our consultant] free of charge

{outlook}
`);
