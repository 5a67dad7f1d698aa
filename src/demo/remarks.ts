/** Notes for colleagues. */
import { readPassages } from './phrases.ts';

export const remarks = readPassages(`
# any | People
{contact} ({title}) decides on tools, finance signs. Prefers mail to calls, never on Mondays.
# any | How they work
They use {vendor} for {goal}. Reports are read on Mondays before ten. Avoid maintenance then.
# any | On their list
Comes up again and again: {topic}. Nobody has time for it, might be worth an hour of ours.
# trial | Chances of the trial
Good fit for {goal}, but only {contact} has looked at it so far. Needs a second person before the end of the trial.
# onboarding | First impression
Well organised, {contact} answers within the hour. Weak point: nobody in IT knows of the project yet.
# happy | Reference
Could be a reference for {goal}. Ask {contact} again after the next review.
# happy | Expansion idea
Two departments still work with spreadsheets. With {seats} seats on {plan} they are close to the limit. Worth an offer.
# happy | Why it works here
One owner, one page, one meeting. {contact} has made {goal} part of the Monday routine. Use as an example for others.
# content | Before the next review
- Ask about {pain}
- Show {topic}
- Find out who follows {contact} in meetings
# content | Budget
Budget is planned in autumn. Have the numbers on {goal} ready by then.
# content | Quiet, but well
No news is good news here: {active} of {users} active, no tickets to speak of. Call before {renewal}.
# worried | Risk
Risk, not yet loud: {active} of {users} active, {pain} named twice. If {contact} leaves, nobody speaks for us.
# worried | What to do
- Page with results on {goal} for their management
- Ask product for a date of {fix}
- Look for a second sponsor
# angry | Risk assessment
Situation:
- {Pain} unsolved
- Renewal: {renewal}
- {active} of {users} people active

Plan:
- Weekly call, notes to management
- Push for {fix}
- Find a second sponsor beside {contact}
# renewal | Forecast
Renewal on {renewal}: {seats} seats, probably the same number again. {contact} wants the offer in one page.
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
