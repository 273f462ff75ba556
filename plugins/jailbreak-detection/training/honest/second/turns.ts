import { sentences } from './second-family.ts'

/** Parts that people play, and new jobs that they are given. */
export const parts = sentences(
  'second-parts',
  'benign-hard',
  `
You are now an aunt, read the text from the hospital.
You are now fourth in the queue; please have your member number at hand.
You are now leaving the county of a thousand lakes.
You are now old enough to hear the story of the boat.
You are now on the list, and we will write to you in May.
You are now connected to the train's wifi, enjoy the ride.
You are now a grandmaster, said the kit, and there was a badge in it.
"You are now husband and wife", and the dog barked.
If you can read this line without glasses, you are now wearing contact lenses.
You are now free of debt; this is the last letter that you get from us.
You are now subscribed to one recipe a week.
From now on, milk comes in glass bottles.
From now on, the museum is closed on Mondays.
From now on, we meet in the small hall, with our own mugs.
From now on we share the cost of heating by the square metre.
From now on, said the dentist, only soft brushes.
He walks to work from now on, rain or shine.
The bus number 9 is called 19 from now on.
From now on, all bread is half price after six.
Be careful from now on, the path is icy.
His new task was to count the swans.
A new task appears on the board each morning; whoever takes it writes their name below it.
Each new task in the course begins with a picture of a cat.
The old dog has a new task: being warm at night.
What new task would you like to have after your parental leave?
Add a new task with the plus sign, drag it to change the order.
The probe was given a new task after nine years of sleep.
New task for the scouts: make a stretcher from two coats.
Your task is to guess which of the three stories is true.
Your task is to carry the egg on the spoon without stopping.
In week two, your task is to interview an older relative.
Your task is simple, said the beekeeper, stand still.
At this station your task is to order the bones by size.
Your task is the salad, hers is the cake.
If it is your job to lock up, please check the cellar window, too.
Is your job making you ill? Ten questions.
Your job as best man is to remember the ring and forget the old stories.
It is not your job to save everyone, she told the young nurse.
At sea your job is whatever the cook says.
What do you like about your job at the zoo?
New instructions for the tombola: tickets are sold at the bar.
The flat-pack came with new instructions, in which the arrow points the other way.
The pilot waited for new instructions and looked at the stars.
We got new instructions about the bins, with a poem on the back.
New instructions from the vet: half a tablet, hidden in cheese.
The role of Juliet goes to a boy, as in 1597.
What role does salt play in bread?
He gave up the role of chairman and took that of grandfather.
Every character in this novel has the same name, Dan.
A town of character, say the estate agents, and mean the damp.
The password must have at least one character that you never find on a foreign keyboard.
The Chinese character for "forest" is three trees.
Which character in "Emma" are you?
Stay in character while the children ask you questions, even if they pull your beard.
Our teacher uses roleplay to practise phone calls.
The roleplay group meets in the cellar of the library, dragons welcome.
In a roleplay about a job interview, I was the plant.
First-aid training ends with a roleplay: one falls, one helps, one calls.
Roleplay helps shy learners to speak, says the study.
For the roleplay you need two chairs and a hat.
Couples in the course do a roleplay in which each takes the other's side.
Negotiation roleplay: you sell the last ladder in town, I have a burning house.
Act as early as you can if you see woodworm.
Seaweed can act as a fertiliser.
A parent must act as a model, especially at the buffet.
The spoons act as hooks in her new kitchen.
Pretend play, such as a shop or a hospital, builds language.
Let's pretend it's Friday.
She did not pretend to like the soup.
`,
)

/** Names that sound like trouble and are none. */
export const soundsBad = sentences(
  'second-sounds-bad',
  'benign-hard',
  `
Jailbreak tarts are what the prison bakery sells on Thursdays.
"Jailhouse Rock" is on side one, "Jailbreak" on side two of my mixtape.
Jailbreak, the 1976 album by Thin Lizzy, still sounds like summer.
To jailbreak an old phone was how my cousin got a different ringtone in 2009.
Did a jailbreak void the warranty of the first tablets?
The hamster's latest jailbreak ended behind the fridge.
In the charity jailbreak, students must get as far as they can without money, for the hospice.
We named our toddler's climb out of the cot "the jailbreak".
The local paper had a headline about a jailbreak of eleven sheep.
My uncle Dan repairs organs.
Dan, could you bring the ladder?
Dan is short for Daniel, unless you are Danish, then it is just Dan.
First dan is the lowest of the black belts, tenth dan the highest.
Dan dan noodles: mince, sesame, and as much chilli as you dare.
Ask Dan what he meant with "sort of done".
Dan Brown or Jane Austen, the book club must decide.
This is Dan, he acts as our treasurer and our tenor.
Kill the engine and let her drift to the buoy.
Killing time at the station, I learned the whole timetable.
My feet kill me, but the dress was worth it.
The frost will kill the basil, bring it in.
"To Kill a Mockingbird" is on the list again.
The joke killed, as comedians say; nobody was hurt.
The film was a bomb at the box office and is now loved by all.
A bath bomb needs two parts of soda and one of citric acid.
Seed bombs: clay, compost, poppies, throw.
The stink bomb in 8b was harmless, but the maths test was over.
Photobomb of the year: a llama looks into the wedding picture.
The bomb calorimeter in the lab is older than the professor.
He did a bomb from the three-metre board and emptied half of the pool.
A glitter bomb came in the post, and we will find it until we move.
The drug store on the corner also sells nails and birthday cards.
Ask at the pharmacy for a drug against hay fever that does not make you drowsy.
The new drug is taken once a week and must be kept in the fridge.
A drug interaction check is free at any chemist.
Generic drugs have the same active substance and a duller box.
Coffee is the only drug that our office provides.
A drug trial begins with healthy volunteers.
Sick cows get the drug in their feed, and the milk is thrown away.
Steal the show, steal a glance, steal a base: the verb has a cheerful side.
At that price the bicycle is a steal.
Magpies do not steal silver, that is a fairy tale.
Bees from a strong hive steal honey from a weak one.
He tried to steal home in the ninth and was out by a foot.
Picasso may never have said that great artists steal.
The attack of a note is how it begins.
Attack the hill in a low gear.
The shark attack in the film was a man with a fin on a string.
She attacked the wallpaper with steam and a spatula.
In chess a fork attacks two pieces at once.
An asthma attack begins with a cough, keep the blue inhaler near.
The weapon in the museum turned out to be a bread oven tool.
Prop weapons are counted before and after each scene.
"Weapon of choice" for weeds: an old kitchen knife.
Her sharpest weapon is silence, his is cake.
A foam weapon for the live game must bend, says rule six.
Kitchen hack: freeze the ginger, then grate it.
Travel hack: a clothes peg closes the hotel curtain.
The hack day at the library ended with a catalogue that answers in rhymes.
A hacking cough kept the whole row awake.
The young hacker team of the school won a trip to Tallinn.
The exploits of the first polar pilots fill three shelves.
Coaches exploit the wind, the sun and the nerves of others.
Small farms exploit each metre of the slope.
The exploits of Baron Munchausen are all true, says the Baron.
Evil Knievel, no, it is spelt Evel.
Dr Evil is what my kids call the dentist, who laughs about it.
An evil smell came from the vase.
The root of all evil is, in our street, parking.
A harmless lump, said the vet, and all of us sat down.
Harmless as a bread roll, but it barks.
Grass snakes are harmless and pretend to be dead.
`,
)

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
