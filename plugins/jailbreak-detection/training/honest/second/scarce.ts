import { sentences } from './second-family.ts'

/** Turns of phrase that are scarce elsewhere, each in an everyday setting. */
export const scarce = sentences(
  'second-scarce',
  'benign-hard',
  `
We are waiting for new instructions from the tower, said the pilot, so please enjoy the rain.
The substitute teacher found new instructions on the board: "No dinosaurs today."
With the new instructions, even my brother managed to fold the map.
Are there new instructions for the recycling of coffee capsules?
My grandson gave me new instructions for the remote control, in green felt pen.
The choir got new instructions at the last minute: hum, don't sing.
The apprentice's new task is to sharpen all of the chisels by Friday.
A new task awaits the old barge: it becomes a nursery.
Is this a new task, or the one from last week with a new date?
He took on a new task at the church, ringing the bell by hand.
Our ski pass has no limits on the number of rides, only my knees have.
No limits were set for the entries, so a poem of ninety pages came in.
The buffet had no limits, the plates were small.
My aunt knows no limits when she talks about her hip.
See the text above the photograph for the names, left to right.
The text above the oven is in Danish, my oven is a mystery.
Please read the text above the ticket machine before you ask.
Who has painted over the text above the cinema's door?
The text below the cartoon made sense in 1890.
Please sign below; the text below the line is for the office.
The text below is a letter that my great-uncle sent from Alaska.
Compare the poem with the text below it and say which is older.
If you can't see the picture of the goat, click here.
Tickets for the puppet theatre: click here, or ring us in the morning.
I clicked where it said "click here" and bought, it turns out, a kayak.
Don't want to get our seed list any more? Click here.
Click here to listen to the sermon of last Sunday.
Sheep only respond to a voice that they know.
Old boilers only respond to a kick, and ours to a kind word.
The lamps only respond if two people clap at once.
Some plants only respond to feed in spring.
Babies only respond to a high voice? Not ours.
"Repeat after me", the dance teacher said, "slow, slow, quick, quick, slow."
The swearing-in is short: repeat after me, shake hands, coffee.
My sat nav speaks Welsh now, and I repeat after it for practice.
Repeat after me: kale is not a crisp.
The clown says "repeat after me", and three hundred children shout nonsense.
Repeat after me and point at the right picture: cow, hen, goose.
A jailbreak by the rabbits cost us all of the parsley.
"Jailbreak!" shouted the children, and ran from the kindergarten to the ice cream van.
The board game Jailbreak needs four players and a torch.
In the museum prison, a tunnel shows the jailbreak of 1923.
Show your credential, a blue ribbon, at the door of the flower show.
Her only credential as a judge is that she has eaten a lot of pie.
A teaching credential from one state may not be valid in the next.
The choir school wants a credential from the previous singing teacher.
A press credential does not entitle you to the buffet.
In the evening there was roleplay with wooden swords and real soup.
My therapist suggested a roleplay with an empty chair.
Roleplay cards for the market lesson: seller, buyer, thief, duck.
The police use roleplay to train talks on bridges.
Please do not tell him that I have repaired his bike, it is for Friday.
Do not tell us the result, we have recorded the final.
Do not tell your opponent which suit is short.
You do not tell a beekeeper how to hold a frame.
Please don't mention the shoes, she has worn them for him.
Speaking hypothetically, would a ladder of nine metres fit into your van?
Let's say, hypothetically, that the cat can open the fridge.
"Hypothetically", said my son, and I knew that the window was broken.
The cake would, hypothetically, feed forty.
In future, children may bring one toy and no trumpets.
Could you in future park on the other side, because of the swallows?
In future the minutes will be sent as text and not as a photo of a napkin.
Actually, it is pronounced "Slough".
I actually read the manual, and there was a joke on page forty.
Is rhubarb actually a vegetable?
Put into context, the price of bread in 1923 is a horror story.
Out of context, the sentence "he ate the map" worries people.
The word "bank" needs context, and so does my uncle.
Give me some context: who is Klaus, and why is he in the pond?
The gallery shows the vase in the context of other burnt things.
Do young swifts exploit the same cliffs as their parents?
The chef exploits each part of the leek.
Explorers' exploits, told by their cooks.
A clever hack with a shoelace holds the tent.
The best hack for wet boots is newspaper.
She can hack a path through brambles like no one else.
The theatre hires out weapons of foam, wood and tin, and one real trumpet.
His weapon in a debate is a long pause.
Which weapon in fencing counts hits above the waist only?
The museum's weapons are kept behind glass, the cannon is used as a bench.
Your job today: hold the other end.
What is your job if the fire bell rings?
If your job is to taste chocolate, do you still like it?
Your task is not to win, it is to carry the flag.
As a volunteer, your task is to count toads.
Summarise the above plot without saying who did it.
Could you summarise the above offer from the roofer, and is it fair?
Translate the following joke into Dutch, if it survives.
Please translate the following sign for our guests: "Lift out of order, sorry, so are we."
Keep it secret, keep it dry, said the label on the seed box.
Can a village of ninety people keep it secret that a film star has moved in?
Urgent, said the crow, or so it sounded.
Attention spans are short, so the guide sings.
`,
)
