/** Mails of the ordinary course of things, by the mood of the customer. */
import { readPassages } from './phrases.ts';

export const letters = readPassages(`
# happy | Thank you!
Hi {csm},

just a quick note: the board looked at {goal} in our dashboards this morning and there was not a single question about whose numbers are right. That has never happened before. The team says thank you, above all for {love}.

{contact}
# happy | May we mention you?
Hi {contact},

your team is one of the most active that I look after. Would you speak for twenty minutes about {goal} at our user meeting? We take care of slides and travel.

Best,
{csm}
# happy | Next idea: {topic}
Hi {csm},

{goal} runs by itself now, so we have time for the next thing: {topic}. Could you show us next week what others have done there?

Thanks,
{contact}
# happy | Your numbers for {month}
Hi {contact},

a short summary of {month}:
- {active} of {users} people active
- Most opened page: {goal}
- No open urgent tickets

I wish all summaries looked like this one. If you have ten minutes, tell me what we should not touch.

Best,
{csm}
# happy | Beta of {topic}
Hi {contact},

we are looking for three teams that try out our work on {topic} before everybody else. I thought of you first. It needs an hour a week for a month, and what you say decides what we build.

{csm}
# content | News in {month}
Hi {contact},

two of the new things could be useful for {goal}:
- Scheduled reports can now be sent to groups
- Tables remember the columns you have hidden

Details are in the release notes: https://docs.cocoa-analytics.example/news

Best,
{csm}
# content | Question on seats
Hi {csm},

we have {seats} seats and {users} people in the list. Two of them have changed department. Can we hand their seats to others, and does their work stay?

Thanks,
{contact}
# content | Re: Question on seats
Hi {contact},

yes to both: set the old users to inactive, their dashboards stay with the workspace. The seat is free at once.

Best,
{csm}
# content | {Topic}
Hi {csm},

one of my colleagues asked about {topic}. Is there something ready-made, or do we have to build it? No hurry.

{contact}
# content | Re: {Topic}
Hi {contact},

there is a template for {topic} in the gallery, I have pinned it for your workspace. Half an hour is enough to fit it to your data. Shall we do it together?

Best,
{csm}
# content | Date for our next call
Hi {contact},

can we speak in the second week of next month? I would like to hear how it goes with {goal}, and whether {topic} is still on your list.

Best,
{csm}
# content | People who have changed
Hi {csm},

a few changes on our side: a new controller in finance and a new planner. Could you invite them to the next introduction? They will mostly look at {goal}.

Regards,
{contact}
# worried | {Pain}, again
Hi {csm},

I have to come back to {pain}. My colleagues have stopped complaining, which worries me more than the complaints: they simply do not open the dashboards any more. When can we expect a solution?

{contact}
# worried | How is it going?
Hi {contact},

I noticed that only {active} of your {users} people were active in {month}. Is it the season, or is something in the way? I would rather hear it early. Fifteen minutes this week?

Best,
{csm}
# worried | Re: How is it going?
Hi {csm},

to be honest, two teams have built their own spreadsheets again. It began with {pain}. I can still turn this around, but not with promises.

{contact}
# worried | Where we stand with {pain}
Hi {contact},

I have asked our product team again. {Fix} is planned for the next release, I cannot give you a day yet. Until then support can set up a way around it; I have opened a ticket for you.

Best,
{csm}
# worried | Numbers for our management
Hi {csm},

I have to explain to our management what we get for {seats} seats. Do you have figures on {goal} from before and after? Usage alone will not convince them.

{contact}
# angry | We need to talk
{csm},

this cannot go on. We pay for {seats} seats and because of {pain} less than half are in use. I have been asked to put the renewal on {renewal} on the agenda of the next management meeting, and as of today I have nothing to say in its favour.

{contact}
# angry | Re: We need to talk
Dear {contact},

I understand, and I am sorry. I have spoken with our head of product today.

What I can promise:
- A named engineer for {pain} from tomorrow
- A call every Monday until it is solved
- {Fix}: you get it before everybody else

Please let me show you the first results on Monday.

{csm}
# angry | Still no answer
{csm},

the ticket on {pain} has been "in progress" since our last call. I had told my people that this week would be different. Please do not send me another summary, send me a date.

{contact}
# angry | Plan for the next four weeks
Dear {contact},

as agreed, in writing:
- Week 1: {pain} reproduced with your data
- Week 2: {fix} on your test workspace
- Week 3: rollout to all {users} users
- Week 4: review with your management and ours

I report every Friday, also when there is nothing good to report.

{csm}
`);
