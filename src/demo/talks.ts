/** Calls and meetings as they were written down. */
import { readPassages } from './phrases.ts';

export const calls = readPassages(`
# trial | Trial check-in
{contact} has connected one source and likes the template for {goal}. Open question: who would own it after the trial. Decision expected at its end.
# onboarding | Onboarding call
Went through the open points of the plan. Connectors are done, access rights are not. {contact} will name two more power users. Next call in a week.
# onboarding | Data questions
One hour on definitions: what counts as an order, what as a return. {contact} decides with finance. Everything else is ready for {goal}.
# adoption | Adoption call
{active} of {users} people are active. The weekly page for {goal} is used in the Monday meeting. Showed alerts; {contact} wants to try them with one team first.
# happy | Check-in
Very good mood. {contact} praised {love}. They plan to show {goal} to the management. Asked for a reference, will think about it.
# happy | Short call on {topic}
{contact} wants to know what is possible with {topic}. Sent two examples of other customers. They will try it on their own.
# happy | Plans for next year
Talked about plans: one more department, then {topic}. {active} of {users} people active already. Sales is informed.
# content | Check-in
Short call, all in order. {contact} mentioned {pain} in passing, no pressure so far. Next call in six weeks.
# content | Questions on {topic}
Mostly questions on {topic}. Half of it is in the help pages, sent the links. {goal}: no news.
# content | Catching up
{contact} was on leave, nothing urgent. {active} of {users} people active. They think about {topic} for the next quarter.
# content | New colleague
Introduced myself to a new colleague who will build dashboards. Knows similar tools, asked good questions about {topic}.
# worried | Check-in, usage
Talked about the drop in usage. The main reason according to {contact}: {pain}. Two teams have gone back to spreadsheets. I promised an answer on {fix} by Friday.
# worried | Value of {seats} seats
{contact} has to defend the price. Went through {goal} together, there is something to show, but nobody has written it down. I prepare one page.
# angry | Escalation call
With {contact} and their management. They list {pain} and slow answers. We committed to weekly calls and to {fix}. They want to see a change before {renewal}.
# angry | Weekly call
Went through the list. {Pain}: reproduced, not solved. {contact} was short and will judge us by next week. {active} of {users} people active.
# renewal | Renewal call
Went through the offer for {seats} seats. {contact} has to confirm the number of seats with the departments. Timeline: decision two weeks before {renewal}.
# expansion | Call on further seats
Another department wants to join. They need about a fifth more seats. {contact} has the budget, purchasing will send the order.
# notice | Farewell call
Talked through the reasons. {reason}. Export of the data is agreed, last access on the final day. Parted on good terms, may ask again next year.
# back | Restart call
They want to do it differently this time: one owner, one goal ({goal}). {contact} brings the management along.
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
# happy | Business review
Results since the last review:
- {active} of {users} people active in {month}
- {Goal} in daily use
- No open urgent tickets

Next goals:
- Bring in another department
- {Topic}

{contact} is content, above all with {love}. Renewal: {renewal}.
# happy | Review and outlook
Highlights:
- {Goal}: now the page that the management opens first
- {seats} seats, nearly all in use

Wishes:
- {Topic}
- A training for beginners every quarter

Very good mood. Renewal: {renewal}.
# content | Business review
Results since the last review:
- {active} of {users} people active in {month}
- {Goal}: first version in use

To do:
- Decide how to go on with {pain}
- {Topic}

Mood is good, but they compare prices. Renewal: {renewal}.
# content | Review of the quarter
What went well:
- {Goal} is read every week
- New colleagues found their way without help

What did not:
- {Pain}

{contact} wants to look at {topic} until the next review. Renewal: {renewal}.
# worried | Business review
Results since the last review:
- Only {active} of {users} people active in {month}
- {Goal} has not moved

Concerns:
- {Pain}
- Value of {seats} seats not visible to management

Agreed on a six-week plan. {contact} wants {fix} to be part of it.
# angry | Rescue meeting
With {contact}, their management and our head of customer success.

Their demands:
- {Pain} solved, with a date
- One person responsible on our side

Our offer:
- Named engineer and weekly calls
- {Fix} in advance
- Two training days free of charge
`);
