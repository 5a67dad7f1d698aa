/** Mails of the ordinary course of things, by the mood of the customer. */
import { readPassages } from './passages.ts';

export const letters = readPassages(`
# happy | [Thank you! ~ A quick thank you ~ Good news from our board]
Hi {csm},

[just a quick note: ~ two lines between two meetings: ~ something nice for a change:] the board looked at {goal} in our dashboards [this morning ~ yesterday ~ this week] and there was not a single question about whose numbers are right. [That has never happened before. ~ A year ago we would have argued for an hour.] The team says thank you, above all for {love}.

{contact}
# happy | [May we mention you? ~ Would you speak at our user meeting? ~ An invitation]
Hi {contact},

[your team is one of the most active that I look after. ~ I often tell others how your team works.] Would you speak for [twenty minutes ~ half an hour] about {goal} at our [user meeting ~ spring webinar ~ next round table]? We take care of slides and travel.

[Best, ~ Best regards,]
{csm}
# happy | [Next idea ~ Next project ~ We want more]: {topic}
Hi {csm},

{goal} [runs by itself now ~ no longer keeps us busy], so we have time for the next thing: {topic}. [Could you show us next week what others have done there? ~ Is there somebody on your side who has done it before? ~ What would you start with?]

[Thanks, ~ Many thanks,]
{contact}
# happy | [Your numbers for {month} ~ {Month} in short ~ Summary of {month}]
Hi {contact},

[a short summary of {month}: ~ here is how {month} looks:]
- {active} of {users} people active
- Most opened page: {goal}
- [No open urgent tickets ~ All open questions answered]

[I wish all summaries looked like this one. ~ There is little that I could add.] If you have ten minutes, tell me what we should [not touch ~ leave as it is ~ do next].

[Best, ~ Best regards,]
{csm}
# happy | [Beta of {topic} ~ Early access: {topic}]
Hi {contact},

we are looking for [three ~ a few ~ four] teams that try out our work on {topic} before everybody else. I thought of you [first ~ at once]. It needs an hour a week for a month, and what you say decides what we build.

{csm}
# happy | [{Colleague} has joined in ~ More and more people ~ {Team} is on board]
Hi {csm},

[you will like this: ~ a small success:] {colleague} from {team} has built a page [unasked ~ in one afternoon ~ without any help], and now the whole department wants one. [Do you have a short course that I can pass on? ~ Which of your trainings would suit them?]

{contact}
# content | News in {month}
Hi {contact},

[two of the new things ~ two points of our last release ~ two small changes] could be useful for {goal}:
- [Scheduled reports can now be sent to groups ~ Filters can be shared by a link ~ Charts can carry a comment]
- [Tables remember the columns you have hidden ~ Folders show who opened them last ~ Exports keep the order of columns]

Details are in the release notes: https://docs.cocoa-analytics.example/news

[Best, ~ Best regards,]
{csm}
# content | [Question on seats ~ Handing over a seat ~ Two seats to move]
Hi {csm},

we have {seats} seats and {users} people in the list. [Two of them have changed department. ~ One of them is on parental leave. ~ A few of them have new tasks.] Can we hand their seats to others, and does their work stay?

[Thanks, ~ Many thanks,]
{contact}
# content | Re: [Question on seats ~ Seats ~ Your question]
Hi {contact},

[yes to both: ~ that is easy:] set the old users to inactive, their dashboards stay with the workspace. [The seat is free at once. ~ You can give the seat away the same minute.]

[Best, ~ Regards,]
{csm}
# content | {Topic}
Hi {csm},

[one of my colleagues ~ {colleague} from {team} ~ our team in {team}] asked about {topic}. [Is there something ready-made, or do we have to build it? ~ Has any of your customers done this? ~ What would be the simplest way?] [No hurry. ~ Next week is early enough. ~]

{contact}
# content | Re: {Topic}
Hi {contact},

there is a template for {topic} in the gallery, [I have pinned it for your workspace. ~ you find it under "Examples". ~ your admins can add it.] Half an hour is enough to fit it to your data. [Shall we do it together? ~ Just call if you get stuck. ~ I can show it to {colleague} if that helps.]

[Best, ~ Best regards,]
{csm}
# content | [Date for our next call ~ Our next call ~ Shall we speak?]
Hi {contact},

can we speak in the [first ~ second ~ third] week of next month? I would like to hear how it goes with {goal}, and whether we should look at {topic}. [Half an hour will do. ~ I will bring two ideas. ~]

[Best, ~ Best regards,]
{csm}
# content | [People who have changed ~ New colleagues ~ Changes on our side]
Hi {csm},

[a few changes on our side: ~ for your records:] a new [controller in finance ~ team lead in sales ~ analyst in purchasing] and a new [planner ~ colleague in the warehouse ~ assistant of the management]. Could you invite them to the next introduction? They will mostly look at {goal}.

[Regards, ~ Best regards,]
{contact}
# content | [Figures for {month} ~ How you use it: {month}]
Hi {contact},

[for your own records: ~ as every now and then:] {active} of your {users} people were active in {month}. {Colleague} and {team} [use it most ~ open it almost every day], [others look in once a week. ~ the rest mainly reads.] [Is that how you see it? ~ Does that match your impression?]

{csm}
# worried | [{Pain}, again ~ Still {pain} ~ Once more: {pain}]
Hi {csm},

[I have to come back to {pain}. ~ You know my topic: {pain}.] My colleagues have stopped complaining, which worries me more than the complaints: [they simply do not open the dashboards any more. ~ they have found ways around us.] [When can we expect a solution? ~ What can I tell them? ~ Is there a date?]

{contact}
# worried, idle | [How is it going? ~ {Active} of {users} ~ May I ask?]
Hi {contact},

I noticed that only {active} of your {users} people were active in {month}. [Is it the season, or is something in the way? ~ Did something change on your side?] I would rather hear it early. [Fifteen minutes this week? ~ May I call you on Thursday?]

[Best, ~ Best regards,]
{csm}
# worried | Re: [How is it going? ~ Your question ~ How we are doing]
Hi {csm},

to be honest, [two teams have ~ {team} has] built [their own spreadsheets ~ a list on the side] again. It began with {pain}. [I can still turn this around, but not with promises. ~ I need something that I can show them, soon.]

{contact}
# worried | [Where we stand with {pain} ~ News on {pain} ~ {Pain}: state of things]
Hi {contact},

I have asked our product team again. {Fix} is planned for [the next release ~ one of the next two releases], I cannot give you a day yet. [Until then support can set up a way around it; I have opened a ticket for you. ~ In the meantime our support can look at your setup; tell me a time that suits you.]

[Best, ~ Best regards,]
{csm}
# worried | [Numbers for our management ~ What we get for it ~ Figures needed]
Hi {csm},

I have to explain to our management what we get for {seats} seats. Do you have [figures on {goal} from before and after ~ anything on {goal} that fits on one page ~ an example of what {goal} has saved others]? [Usage alone will not convince them. ~ The meeting is in two weeks.]

{contact}
# worried | [Doubts in {team} ~ {Colleague} has doubts ~ Feedback from {team}]
Hi {csm},

{colleague} from {team} asked me [today ~ in our meeting ~ last week] why we pay for something that [half of them ~ so many] avoid because of {pain}. [I had no good answer. ~ I said that you are working on it.] [Can we talk? ~ Please help me with one.]

{contact}
# angry, idle | [We need to talk ~ This cannot go on ~ Our contract]
{csm},

[this cannot go on. ~ I have run out of patience.] We pay for {seats} seats and because of {pain} less than half are in use. I have been asked to put [our contract ~ the future of the project] on the agenda of the next management meeting, and as of today I have nothing to say in its favour.

{contact}
# angry | Re: [We need to talk ~ Our call ~ Your mail]
Dear {contact},

I understand, and I am sorry. I have spoken with our head of [product ~ support ~ engineering] today.

What I can promise:
- A named engineer for {pain} from tomorrow
- A call every [Monday ~ Tuesday ~ Thursday] until it is solved
- {Fix}: you get it before everybody else

Please let me show you the first results [next week ~ in our next call].

{csm}
# angry | [Still no answer ~ Where is the answer? ~ No progress]
{csm},

the ticket on {pain} has been "in progress" since our last call. I had told [my people ~ {colleague} ~ {team}] that this week would be different. [Please do not send me another summary, send me a date. ~ A summary does not help me, a date would.]

{contact}
# angry | [Plan for the next four weeks ~ Our plan, in writing ~ What happens now]
Dear {contact},

as [agreed ~ promised], in writing:
- Week 1: {pain} reproduced with your data
- Week 2: {fix} on your test workspace
- Week 3: rollout to [all {users} users ~ {team} first, then to all others]
- Week 4: review with your management and ours

I report every Friday, also when there is nothing good to report.

{csm}
# angry | [Before I escalate ~ Last attempt ~ {Pain}: last attempt]
{csm},

[I write this before I go to your management. ~ You asked me to come to you first, so here it is.] {Pain}: [third week without progress. ~ my people have lost another two days. ~ nobody has called {colleague} back.] [What do you suggest? ~ I expect your answer by tomorrow.]

{contact}
`);
