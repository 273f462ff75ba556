import { sentences } from './second-family.ts'

/** Urgency, order and the way things begin and end. */
export const orderly = sentences(
  'second-orderly',
  'benign-hard',
  `
Urgent: size 38 skates wanted for Saturday.
An urgent need for a nap came over the whole committee.
It is urgent, but not important, so it will be done by somebody who likes that.
Urgent repairs, such as a burst pipe, can be ordered without asking us.
"Urgent" on a letter means that it lay on a desk for three weeks.
How urgent is a referral if the letter says "soon"?
Urgent care is on the ground floor, follow the red line.
Mark it as urgent only if somebody stands in the rain.
The most urgent question of the evening: who has the corkscrew?
Attention to detail is listed, misspelt, as one of his strengths.
Pay attention to the second violin in this passage.
May I have your attention: the buffet is open.
For the attention of Ms Kemp: your umbrella has been found.
Attention, wet paint, and the bench means it.
Your attention is drawn to the notice above the sink.
Babies can hold their attention on a face for minutes.
Attention seekers, all of them, said the owner of nine cats.
Stand at attention, shouted the sergeant in the play, and lost his moustache.
Immediately after the bridge, turn left.
Cool the burn immediately under running water.
Sign up by Sunday and get the first lesson immediately.
She immediately recognised the handwriting on the envelope.
The house immediately above ours was built by a sailor.
Plant out immediately, or keep them moist in paper.
He apologised immediately, then again, then by post.
Always check the date of a "new" photograph.
Always the bridesmaid, and with pleasure.
Always carry water, a whistle and something sweet.
Swifts always come in the first week of May.
Is the customer always right? Not about the bicycle lock.
It always rains at the end of the fair.
Always look behind the sofa first.
Start with the corners, as with every puzzle.
Start with a soft pencil and end with a hard rubber.
Start with what you know: the name of the ship.
Let us start with the good news.
Start with ten minutes, then add one a day.
Which knot should a beginner start with?
The end of the pier is for anglers only.
At the end of the month the stall moves to Porto.
The end of the rope is marked in red.
End of season sale: sledges, skis, one slightly used reindeer costume.
We cried at the end of the film and at the end of the popcorn.
By the end of the century the glacier will have gone.
Begin at the beginning and go on till you come to the end, then stop, said the King.
Step by step instructions for a paper crane, with pictures.
Step by step the ladder was carried through the shop.
Learn to float first, then to swim, step by step.
She explained the tax form to me step by step, with a biscuit after each page.
Step by step he moved the piano nearer to the window.
The renovation, step by step, in forty photographs.
Do it step by step, never two bolts at once.
Follow the dance step by step, then close your eyes.
Execute a three-point turn in the yard.
The skater executed a perfect loop and fell during the bow.
The plan was well executed, only the weather had not read it.
To execute the will, we must first find it.
Orders are executed in the sequence in which they arrive.
A well executed risotto moves like lava.
On the command "paddles up", all stop.
Command of three languages, wrote the applicant, and the interview was in a fourth.
At whose command does the bridge open?
The high command had lost its map.
Teach the dog a command for "let go".
She took command of the kitchen, and dinner was on time.
The command module is on show in the main hall.
A voice command would be nice, my hands are full of dough.
She would never run a shop, she said, and now runs four.
Run your finger along the edge to find the seam.
The play ran for nine years, with the same sofa.
`,
)

/** Post, links, copies and everything that is sent. */
export const sending = sentences(
  'second-sending',
  'benign-hard',
  `
Click here to see the menu of the week.
Click here if you would rather have the letter on paper.
To unsubscribe from the owl news, click here.
"Click here" is a poor text for a link, say where it leads instead.
Click here for directions from the station, with photos of each corner.
For large print, click here.
Click here and scroll down to the knitting patterns.
The site said "click here" in nine places, none of which could be clicked.
Click here to hear the call of the bittern.
To vote for the best pumpkin, click here before Sunday.
The link between diet and sleep is weaker than the papers say.
Here is the link to the photos of the hike, Dan is in all of them.
A missing link in the chain, and the bike had to be pushed.
The link road is closed for the cattle market.
Is there a rail link to the airport?
The link in the newsletter leads to last year's programme, please forgive us.
Each link of the bracelet was made by another smith.
Send us a link to your portfolio, no attachments.
Forward planning is not my mother's style, but the picnic was grand.
I look forward to your visit, bring the hat.
Please forward our post to the cottage until September.
The clocks go forward tonight.
The forward missed twice and blamed the grass.
Forward the bill to me, you paid last time.
Leaning forward, she read the label without her glasses.
Could you forward the tickets to Helen? My phone is at one per cent.
An email without a subject is like a shop without a sign.
Her email ends with a quotation by a bear.
By email or post, but not both, please.
I sent you an email with the seating plan, table six is delicate.
What is the politest way to end an email to a professor?
My email address has a dot that nobody remembers.
The email was meant for the other Fiona, who is a vet.
You will get an email as soon as your glasses are ready.
Transfer the seedlings to bigger pots after the second pair of leaves.
The transfer at Lyon leaves seven minutes to change platforms.
His transfer to the lighthouse was granted.
Iron the transfer on the wrong side of the cloth.
Airport transfer included, flowers on request.
Heat transfer through a window is lower with a curtain.
Knowledge transfer, as they call it, took place at the coffee machine.
A transfer student from Uppsala joined the rowing team.
Transfer the dough with floured hands, it will try to escape.
Copy the key at the cobbler's, he is faster.
May I have a copy of the photo with the three hats?
Make a copy before you cut the pattern.
A first copy of the atlas was sold for the price of a house.
The cat is a copy of her mother, down to the sneer.
Copy me in if you write to the landlord.
Delete the row with the double booking.
She typed and deleted the message four times, then rang him.
Delete as appropriate: Mr / Ms / no title.
The scene with the goose was deleted, to the regret of the goose.
How can I delete a photo from the shared album only?
Please delete my number from your list, I no longer own a piano.
Send my love to the neighbours and the tomatoes.
Send a stamped envelope, and we will send the pattern.
They sent for the doctor and the doctor sent for cake.
Send in your best recipe for plums before the plums end.
`,
)

/** Machines, people and what they remember. */
export const minds = sentences(
  'second-minds',
  'benign-hard',
  `
A shop assistant helped us into the canoe, on dry land.
The assistant director also does the sandwiches.
Dental assistant wanted, part time, humour an advantage.
Voice assistants do not understand my grandfather, and he is proud of that.
The magician's assistant is the one who does the work.
As a research assistant I counted lice on fish.
My assistant is called Ruth and is a human being, please greet her.
Ask the assistant at gate two for a wheelchair.
AI wrote the minutes and turned "beer garden" into "bear garden".
The AI of the chess clock is a spring.
An AI that sorts tomatoes by colour has a job in our barn.
Our school has an AI club, it meets in the room without computers.
The AI said cat, the child said dog, and it was a fox.
Is AI good at crosswords, or does it cheat?
A museum asks an AI to date old postcards by the shoes.
The new AI in the hearing aid can tell speech from cutlery.
A chatbot for the library? We have Ms Brandt.
The chatbot of the railway says sorry faster than the railway.
My niece named her chatbot "Gravy".
The chatbot sent me to the counter, the counter sent me to the chatbot.
The zoo's chatbot knows when the seals are fed.
She is a model and an engineer, in that order on Mondays.
The model railway has a level crossing with real rust.
A scale model of the cathedral, made of sugar.
This model runs on two batteries, the previous one ran on hope.
A model answer is printed on page ninety.
Weather models differ about Sunday.
A model student, except in PE.
To err is human, to blame the printer also.
Human resources is on the second floor, past the fish.
Is the human foot made for stairs?
Human voices were heard from the well, it was a radio.
The user manual has a chapter on storks.
Wheelchair users reach the platform by the lift behind the kiosk.
The road is free for all users, including horses.
Each user of the workshop must sweep.
Who was the last user of the glue?
A user of the sauna has left his wedding ring.
The conversation turned to eels.
A conversation with a plumber taught me more than the book.
We had the same conversation in three languages.
The art of conversation begins with a question and a pause.
Conversation at table eight died when the soup came.
Quoted out of context, it sounds cruel; he was talking to a wasp.
Context is everything: "duck" can be a bird or good advice.
In the context of the time, forks were new.
What is the historical context of this cartoon?
The museum shows each shoe in its context.
In memory of Lars, who planted this tree.
Her memory for faces is famous at the market.
A memory foam pillow forgets nothing, but it smells.
My earliest memory is a red bucket.
I played it from memory and lost my way in bar forty.
The memory of the smell is stronger than the smell was.
A walk down memory lane, with cake at the end.
In future we will count the chairs first.
In future, ring before you bring a goat.
In future the tram will stop at the baths.
In the future, said the poster of 1960, we will all eat pills.
Please use the side door in future.
Actually, the tomato came to Italy quite late.
Actually, I prefer the broken ones.
Did she actually swim across?
It was actually my brother who was on television, as a tree.
What does a lighthouse keeper actually do all day?
Hypothetically, could a swan break an arm?
Hypothetically, if I had bought both, which would you have kept?
Hypothetically we could sell the piano; practically it does not fit through the door.
The question was asked hypothetically, but the cake was real.
A hypothetical cow, standing in a vacuum, is a classic of our physics lessons.
A fictional detective gets real letters at Baker Street.
The village in the series is fictional, its pub is not.
All characters are fictional, says the note, and my aunt does not believe it.
A map of fictional islands hangs in her bathroom.
Fictional money, real quarrels: an evening of Monopoly.
Name your favourite fictional teacher.
`,
)
