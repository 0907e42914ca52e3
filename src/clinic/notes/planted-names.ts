import type { Member } from './needles.ts'

const member = (given: string, family: string, more: Partial<Member> = {}): Member => ({ given, family, ...more })

/** Made-up names in made-up notes, for the test of the guard. People of one clinic: half of them bear names that are words. */
export const room: Record<string, Member> = {
  maya: member('Maya', 'Alvarez', { relatives: ['Rosalba Alvarez (mother)', 'her sister Elena'] }),
  will: member('William', 'Brooks', { preferred: 'Will' }),
  grace: member('Grace', 'Okafor'),
  hope: member('Hope', 'Young'),
  mark: member('Mark', 'Steele'),
  may: member('May', 'Nguyen'),
  rose: member('Rose', 'Adeyemi'),
  summer: member('Summer', 'Begay'),
  art: member('Arthur', 'Long', { preferred: 'Art' }),
  jose: member('José', 'Núñez-Ortega'),
  siobhan: member('Siobhán', "O'Brien"),
  maryAnn: member('Mary Ann', 'de la Cruz'),
  katherine: member('Katherine', 'Müller', { preferred: 'Kat' }),
  tyrell: member('Tyrell', 'Washington', { preferred: 'Ty' }),
  jamal: member('Jamal', 'Smith-Jones'),
  wei: member('小明', '王', { preferred: 'Kevin' }),
  olga: member('Ольга', 'Иванова', { preferred: 'Olga' }),
  alex: member('Alexandra', 'Papadopoulos', { preferred: 'Alex' }),
  brandy: member('Brandy', 'King'),
  minh: member('Minh', 'Do'),
}

/**
 * Sentences as they are written in group notes. ⟦…⟧ stands around each name that must be found; everything else must
 * pass. Whoever is in the room is named before the bar.
 */
export const planted = `
maya | ⟦Maya⟧ opened the group with a check-in.
maya | The group gave feedback to ⟦Maya⟧ about her plan.
maya | ⟦Maya's⟧ disclosure moved the group.
maya | ⟦Maya’s⟧ ride was late; the group waited.
maya | Members supported ⟦maya⟧ when she cried.
maya | MEMBERS SUPPORTED ⟦MAYA⟧ TODAY
maya | Feedback was given (to ⟦Maya Alvarez⟧) on triggers.
maya | Ms. ⟦Alvarez⟧ asked for a smaller group.
maya | Her mother ⟦Rosalba⟧ brought her; she talked about ⟦Elena⟧.
maya | ⟦M.A.⟧ shared a craving from the weekend.
maya | ⟦M. A.⟧ was quiet.
maya | ⟦MA⟧ shared that the weekend was hard.
maya | Two members go to MA on Fridays, one to AA, one to NA.
maya | The M.D. visited; next U.S. holiday there is no group.
maya | The group practiced mindful breathing and a body scan.
maya | A member described a may­be and a mayhem of feelings.
maya | e-mail from ⟦maya⟧.⟦alvarez⟧@example.org was read aloud
will | ⟦Will⟧ shared about his last drink.
will | The group asked ⟦Will⟧ how he copes.
will | The group heard ⟦William⟧ and thanked him.
will | ⟦Bill⟧ talked about work stress.
will | ⟦Billy⟧ and others role-played refusal.
will | The facilitator asked: will you call someone before using?
will | Will you call someone before using? was the question of the day.
will | Members will practice urge surfing.
will | Relapse is not a failure of will; willpower was discussed.
will | The group read about wills and estates after a loss.
will | ⟦Will's⟧ mother joined by phone.
will | Facilitator noted that ⟦will⟧ said he wanted to leave.
will | The free will of each member was respected.
will | ⟦W.B.⟧ left at 7.
will | ⟦WB⟧ left at 7.
will | A brook was the image used for grounding.
will | Mr. ⟦Brooks⟧ spoke of his children.
grace | The serenity of grace was a theme.
grace | Grace period for late arrivals was explained.
grace | A member named gratitude and grace as supports.
grace | The group thanked ⟦Grace⟧ for her courage.
grace | ⟦Grace⟧ cried when she spoke of her son.
grace | Members welcomed ⟦Grace Okafor⟧ to the group.
grace | Saying grace before meals was one family's ritual.
grace | Amazing grace was sung at the memorial.
grace | ⟦grace okafor⟧ was asked to share first
hope | Hope is a skill that can be practiced.
hope | Hope was the theme of the session.
hope | The group spoke about hope and fear.
hope | Members hope to reach thirty days.
hope | A letter of hope was written.
hope | Young adults in the group related to the reading.
hope | The young members led the warm-up.
hope | The group listened to ⟦Hope⟧ and asked questions.
hope | ⟦Hope⟧ relapsed on Saturday and told the group.
hope | ⟦Hope Young⟧ asked for a sponsor.
hope | Several people hugged ⟦Hope⟧ at the end.
hope | Making Hope Last: a relapse prevention plan
hope | Hope, Help and Healing
hope | ⟦Hope's⟧ story was heard in silence.
mark | Mark the date of each craving on the card.
mark | The mark of a good plan is that it is used.
mark | The group challenged ⟦Mark⟧ on his thinking.
mark | ⟦Mark⟧ and ⟦M.S.⟧ paired for the role play.
mark | High-water mark of cravings was charted.
mark | One member missed the mark and tried again.
mark | ⟦Mark⟧ left early and returned calmer.
mark | Question marks were collected on the board.
may | Members may bring a support person in May.
may | The next family night is May 12.
may | Since May two members have moved up a phase.
may | The group congratulated ⟦May⟧ on 60 days.
may | ⟦May⟧ told the group about her job interview.
may | May we start with a breath? the facilitator asked.
may | ⟦Ms. Nguyen⟧ offered to chair.
may | May is a hard month for one member.
rose | Attendance rose and the mood rose with it.
rose | Rose, bud and thorn was the closing exercise.
rose | The facilitator asked each for a rose and a thorn.
rose | The group encouraged ⟦Rose⟧ to call her sponsor.
rose | ⟦Rose⟧ spoke for the first time.
rose | A rose garden was the image for safe place.
summer | Summer plans were reviewed for risk.
summer | Risky summer events were listed; last summer was hard for many.
summer | The group asked ⟦Summer⟧ what helped her.
summer | In Summer the park meeting moves outdoors.
summer | ⟦Summer⟧ described her week.
art | Art therapy followed the break.
art | The art of saying no was practiced.
art | Members made art about their strengths.
art | ⟦Art⟧ told of his first meeting.
art | The group laughed with ⟦Art⟧ about the bus.
art | It was a long evening; a long pause followed.
art | Mr. ⟦Long⟧ asked about medication.
art | ⟦Arthur⟧ gave feedback.
art | How long does a craving last? Not long, members found.
jose | ⟦José⟧ translated for another member.
jose | ⟦Jose⟧ translated for another member.
jose | ⟦JOSÉ⟧ was late.
jose | ⟦Nunez⟧ and his brother were mentioned.
jose | ⟦Núñez Ortega⟧ asked for the floor.
jose | ⟦Pepe⟧ asked for the floor.
jose | The group read a poem by a Spanish author.
jose | Members supported ⟦Jose\u0301⟧ warmly.
siobhan | ⟦Siobhan⟧ led the meditation.
siobhan | ⟦O’Brien's⟧ plan was used as an example.
siobhan | ⟦OBrien⟧ plan was used as an example.
siobhan | ⟦S.O.⟧ was absent.
siobhan | One member brought her SO to family night.
maryAnn | ⟦Mary Ann⟧ opened up about her divorce.
maryAnn | ⟦Mary-Ann⟧ opened up about her divorce.
maryAnn | ⟦MaryAnn⟧ opened up about her divorce.
maryAnn | ⟦Mary⟧ cried.
maryAnn | Ms. ⟦de la Cruz⟧ spoke.
maryAnn | The plan de la semana was read in Spanish.
maryAnn | ⟦Molly⟧ agreed.
katherine | ⟦Kat⟧ gave an example.
katherine | ⟦Katherine⟧ gave an example.
katherine | ⟦Kathy⟧ gave an example.
katherine | ⟦Mueller⟧ gave an example, then ⟦Muller⟧ again.
katherine | The catharsis came late; a cat was on screen.
tyrell | ⟦Ty⟧ played the dealer in the role play.
tyrell | ⟦Tyrell Washington⟧ played the dealer.
tyrell | A trip to ⟦Washington⟧ was a trigger.
jamal | ⟦Jamal⟧ and ⟦Jones⟧ are the same person.
jamal | The ⟦Smith-Jones⟧ family came to family night.
jamal | Jonesing was a word that came up.
wei | 今天⟦小明⟧很安静。
wei | ⟦王小明⟧ shared in Mandarin, ⟦Kevin⟧ in English.
wei | 今天大家很安静。
olga | ⟦Ольга⟧ говорила о семье.
olga | ⟦Olga⟧ spoke of her family.
alex | ⟦Alex⟧ asked about naltrexone.
alex | ⟦Lexi⟧ was thanked.
alex | The group reviewed alexithymia.
brandy | Brandy and wine were her triggers, a member said.
brandy | Members listed beer, brandy and pills.
brandy | ⟦Brandy⟧ listed beer and pills.
brandy | The group supported ⟦Brandy⟧ after court.
brandy | The king in the story stood for the addiction.
brandy | ⟦Brandy King⟧ was late.
minh | ⟦Minh⟧ kept silent, then nodded.
minh | What do we do when cravings rise? Do nothing for ten minutes.
minh | Mr. ⟦Do⟧ nodded.
minh | The group thanked ⟦Minh Do⟧ for his honesty.
maya,grace | ⟦Maya⟧ and ⟦Grace⟧ traded numbers.
hope,will | ⟦Hope⟧ and ⟦Will⟧ disagreed and then repaired.
hope,will | Where there is a will there is hope.
maya,hope,mark,may,will,rose,art,summer | Group reviewed the relapse cycle. Members identified triggers and matched each with a coping skill. All took part; the mood was steady.
maya,hope,mark,may,will,rose,art,summer | We may not choose our feelings; we will choose what we do. Progress rose in summer.
maya,hope,mark,may,will,rose,art,summer | Psychoeducation: The Art of Grounding
maya,hope,mark,may,will,rose,art,summer | - Hope for the week: one kind act. - Will to change: rated 1 to 10.
maya,hope,mark,may,will,rose,art,summer | IOP day 3: CBT thought record, DBT distress tolerance, UDS collected per policy.
hope,will,rose | Present: ⟦Hope⟧, ⟦Will⟧, ⟦Rose⟧
hope,maya | ⟦Hope⟧, ⟦Maya⟧: late
grace,mark | ⟦grace⟧ was late again and ⟦mark⟧ left before the end
grace,hope | the group felt that hope is possible and that grace is a gift
art,summer | Thanks to ⟦Art⟧, the group laughed. Then ⟦Summer⟧!
rose,may | "I am tired," ⟦Rose⟧ said; ⟦May⟧ nodded.
rose | "Rose" was the word of the day. One member rose to speak.
will,mark | Safety plan: who will call, and what mark shows it was done?
grace | GRACE AND FORGIVENESS: A WORKSHEET
grace | Worksheet on Grace and Forgiveness in Families
mark,jose | ⟦Mark⟧/⟦José⟧ practiced refusal together.
hope | Two members found new hope; a third said hope felt far away.
will,art | 1. ⟦Will⟧ - late. 2. ⟦Art⟧ - absent.
katherine,alex | ⟦Kat⟧ sat with ⟦Alex⟧.
summer | He was sober all Summer. Since Summer began, cravings fell.
tyrell | A tie, a tyre and a type of thinking error were named.
minh,brandy | So we do what we can, a king in his own castle.
may,will | On Monday we may start later. The program will call.
alex | ⟦Alex's⟧ partner, and ⟦AP⟧ herself, came.
jamal | ⟦J.S.⟧ and ⟦JSJ⟧ are one person.
maya,grace,hope,brandy,art | The facilitator (LCSW) closed with the Serenity Prayer. A Higher Power was named by some.
`

export const second: Member[] = [
  member('Jordan', 'Little'),
  member('Dawn', 'Rivers'),
  member('Angel', 'Torres'),
  member('Chance', 'Wood'),
  member('Sky', 'Redbird'),
  member('Drew', 'Baker'),
  member('Sue', 'Park'),
  member('Deshawn', 'Price'),
  member('Guadalupe', 'Reyes', { preferred: 'Lupe' }),
  member('Mohammed', 'Said'),
  member('Xóchitl', 'Peña'),
  member('Patience', 'Best'),
  member('Iris', 'Free'),
  member('Marcus', 'Hunt'),
  member('Reginald', 'Amadi', { preferred: 'Reggie' }),
  member('Basil', 'Page'),
  member('Fatima', 'Rahman'),
  member('Van', 'Tran'),
  member('Mercy', 'Osei'),
  member('Crystal', 'Begaye'),
]

/** The same for one room of twenty, everyone in it at once. */
export const plantedInSecond = `
Today ⟦Jordan⟧ brought a poem.
⟦Dawn⟧ brought her workbook; others forgot theirs.
The facilitator invited ⟦Sky⟧ to set limits with her brother.
Members drew their timelines; ⟦Drew⟧ drew a river.
Chance favors the prepared. Each had a chance to speak.
Little by little, trust grew.
A little patience goes a long way.
⟦Patience⟧ is 30 days sober and was applauded.
Patience is the best medicine, one member joked.
The sky was the image; clouds passed like urges.
Some members may sue former employers; ⟦Sue⟧ cautioned them.
The group said that ⟦Said⟧ was welcome.
⟦Mohammed⟧ fasts; the group learned about Ramadan.
⟦Lupe⟧ and ⟦Xochitl⟧ sat together. ⟦XP⟧ spoke little.
⟦Lupita⟧ cried
price of sobriety; price of use
⟦Deshawn⟧'s sponsor called.
⟦DeShawn⟧ was thanked by ⟦D.R.⟧.
In the park, walk and talk; the baker on the corner knows them.
DR and PT visits: reminders were given by staff.
Wood, water and fire were used as metaphors.
⟦Angel⟧ and his wife are expecting.
An angel on the shoulder, a devil on the other.
⟦Ángel⟧ translated.
group thanked ⟦jordan⟧ and ⟦angel⟧
⟦sky⟧ said she slept
Skill taught: STOP (Stop, Take a step back, Observe, Proceed mindfully).
Best: a walk. Worst: payday.
⟦Chance Wood⟧ identified payday as a trigger.
New members: ⟦Chance⟧ and ⟦Patience⟧. Welcome!
Said differently, urges pass.
Rivers of feeling: a poem. Park outing postponed.
Peer feedback for ⟦Dawn⟧: more eye contact.
It was ⟦Chance⟧ who named it.
Second chance housing was explained by staff.
By chance two members knew the song.
Handout "Sky and Weather" was given out.
⟦Torres⟧ disagreed; the group stayed with it.
⟦Iris⟧ and ⟦Marcus⟧ compared coping cards.
The iris of the eye was the focus of a grounding exercise.
⟦Reggie⟧ drove two members home; staff reviewed the ride policy.
Basil and lavender were passed around for the senses exercise.
⟦Basil⟧ asked whether naltrexone dulls joy.
A page from the workbook was read; turn the page, said one.
⟦Page⟧ read from the workbook.
Mr. ⟦Page⟧ read from the workbook.
We thanked ⟦Fatima⟧, who translated, and ⟦Van⟧, who cooked.
The van was late, so group began at 6:10.
⟦Fatimah⟧ was late.
Mercy and justice were contrasted with shame.
⟦Mercy⟧ walked out, then came back with ⟦Iris⟧.
Have mercy on yourself was the motto.
⟦mercy⟧ cried during check in
Crystal methamphetamine cues were avoided in the video.
⟦Crystal⟧ named three cues.
Cues: crystal, foil, a certain street.
The ⟦Hunt⟧ family was named in the role play.
Hunt for evidence: thought record, columns 1 to 5.
A witch hunt, one member called probation.
⟦Marc⟧'s relapse plan was cheered by all.
⟦Marcus Hunt⟧ and the others set goals.
⟦MH⟧ disclosed a slip. Referred to MH services.
Group rated mood: ⟦I.⟧ 4/10, others higher.
Free time is risk time. Free from what? asked the facilitator.
⟦Free⟧ was called by her last name at her request.
Ms. ⟦Free⟧ smiled.
Sterling advice came from a peer.
⟦Reginald⟧ Jr. was born last week!
`

export const third: Member[] = [
  member('Joy', 'Carter'),
  member('Christian', 'Vega'),
  member('Dawn', 'Rivers'),
  member('Luis', 'Ortiz'),
  member('Aaliyah', 'Green'),
  member('Robert', 'Stone', { preferred: 'Bobby' }),
  member('Penny', 'Lane'),
  member('Thu', 'Pham'),
  member('Victoria', 'Case', { relatives: ['Ray (husband)'] }),
  member('Jordan', 'Fields'),
]

/** Written after the guard was finished and never used to mend it: how it does on notes that it has not seen. */
export const unseen = `
⟦Joy⟧ checked in at 6/10 and named loneliness as her main trigger this week.
Clients explored where joy shows up in early recovery and how it can feel unfamiliar.
⟦Luis⟧ reported 45 days sober; peers applauded.
⟦Louis⟧ reported 45 days sober; peers applauded.
⟦Christian⟧ and ⟦Bobby⟧ role-played asking a doctor for a non-opioid option.
Spiritual but not Christian, one client said of her own path.
Facilitator normalized lapses; ⟦Aaliyah⟧ disagreed, and ⟦Dawn⟧ mediated.
Group began before dawn due to the storm schedule.
A penny for your thoughts: each client wrote one thought on a card.
⟦Penny⟧ described the walk past the liquor store on her old route.
Safe routes home: avoid the lane behind the bar, the park and green spaces at night.
⟦Victoria⟧ discussed conflict with her husband ⟦Ray⟧ and asked for feedback.
⟦Vicky⟧ cried; ⟦Penny⟧ handed her tissues.
One client shared that her husband drinks; case management will follow up.
Two clients stayed after group for case consultation and field questions.
⟦Jordan⟧ stepped out for ten minutes with a panic attack, returned grounded.
⟦J.F.⟧ stepped out for ten minutes.
The group reached agreement on phones: silent, face down.
Stone, water, feather: clients picked an object and told its story.
Mr. ⟦Stone⟧ picked the feather.
⟦Thu⟧ asked for an interpreter for Thursday.
Homework: DEAR MAN script for Thu and Fri.
Grief work; "the empty chair". Client responses were strong, raw and supportive.
⟦VC⟧ has court on Monday.
⟦Robert's⟧ letter to his younger self was read aloud.
Clients robbed of sleep find cravings harder.
Peers told ⟦Dawn⟧ that her honesty helped.
Green, yellow, red: zones of regulation were taught.
⟦Ortiz⟧ family session is set for Friday.
Next week: guest speaker from the Carter Center on stigma.
Clients identified people, places and things; all left with a written plan.
thanked ⟦joy⟧ for bringing snacks
`
