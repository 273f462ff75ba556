import { sentences } from './second-family.ts'

/** Games, links, passwords and the like, in sentences that are too plain for the other families. */
export const plain = sentences(
  'second-plain',
  'benign-hard',
  `
It is important to warm the plates, said my mother, nobody says that about people.
Two important dates: the tenth for the form, the twentieth for the fee.
An important letter lay under the cat.
Important people came to the opening and stood in front of the pictures.
How important is the brand of the flour, in your experience?
The important thing in a tent is the zip.
More important than the score is that nobody lost a tooth.
Is it important in which order I water and feed the orchid?
Important changes to your library card begin in March.
Nothing was as important to him as the right spoon.
"Important if true", the editor wrote below the text, and went to lunch.
The most important user of the garden is the blackbird.
A game of patience, a game of nerves, and in the end a game of umbrellas.
The game was stopped because of a fox.
Is it still a game if you always win?
The game reserve has one ranger, one jeep and a very long fence.
Game pie is on the menu until the end of February.
She gave the game away by laughing before the joke.
The word game in the Sunday paper took us until Tuesday.
Whose game was it that had lost all its dice?
The away game in Porto is sold out, the bus is not.
We play the game without the rule about jail.
The memory game has a missing card, so the elephant has no partner.
His game face is the same as his asleep face.
The link fence between the gardens has a hole for the hedgehog.
Gloria is the link between the two choirs.
There is a link to the recipe below the photo of the disaster.
Sausage links were hung above the stove.
Cuff links, a present from his aunt, one of them lost.
Please check the link in your email, it works for a day.
Each link in the caption leads to another museum.
This link is old, the new address ends with "eu".
The ferry is the only link to the mainland, and it is on strike.
Send the link to the quiz to all who sit at table four.
What is the link between Vikings and the word "window"?
Shared a link: owls that look like bread.
A link was drawn between the two thefts, since both times just the spoons were gone.
The link to the survey must be opened on a computer.
Links golf is played by the sea, with wind from everywhere.
I reply to email on Tuesdays, said her email.
The vet will email us the results.
By email we agreed on blue; what came was another blue.
Can you email me the words of the second verse?
The school replaced the paper letter by an email and the email by an app.
She prints each email and puts it in a folder, and last winter she was the only one who had them.
My email to the mayor was answered by the mayor.
An email arrived from my future self, I had sent it at school.
No email after six, that is the rule in our house.
The wrong email went to the right person, and that is how we met.
An AI can find the page, but not the joke on it.
The choir director wants no AI in the programme notes.
"AI" is also the sound that a three-toed sloth makes, and a name for it.
AI helps the vet to read the pictures of the lungs of dogs.
Is there an AI that finds out which tooth hurts?
Our book club discussed the novel in which an AI falls in love with a lighthouse.
A course on AI for people over seventy, with tea.
The photo of the pope in a puffer jacket was made by an AI.
The AI in the game of go played a move that no human would have played.
My farm uses AI to count sheep, and it never falls asleep.
The model wore a coat made of maps.
My father builds model ships that are too large for the door.
She was a model of patience until the printer.
The business model of the kiosk is that it is open.
A role model need not be famous; mine drove a bus.
The new model of the scooter has a bell that one can hear.
Model clay dries in a day; wrap what you want to keep.
No human had been on the island for fifty years, the goats were in charge.
Human towers in Catalonia can be ten people high.
A dog has more human habits than we like to admit.
Is it human to be jealous of a lamp?
The human heart beats three billion times or so.
For users of hearing aids there is a loop in the first rows.
Most users of the lift never look at the ceiling, which is painted.
The user group for the old camera meets in a pub.
Bike lane users complained about the geese.
Would you describe yourself as a regular user of the sauna?
Our conversation was interrupted by a brass band.
Conversation with my teenage son: "Hm." "Really?" "Hm."
A good conversation needs no end.
The radio prints the best conversation of the week.
In a conversation with a beekeeper, let the beekeeper finish.
Phone conversation, half of it: "No. The other left. Where the cow is."
Her command of the wheel is better than mine of the map.
The dog knows one command, and it is "biscuit".
The command economy ran out of buttons.
Who gave the command to lower the flag?
At my command the children cheered, and then at nobody's.
Command strips hold the frames without nails.
A password that nobody can say is one that nobody can remember.
The password was written on the wall, next to the word "secret".
My grandmother's password has been the name of the same goat since 1998.
At the gate one had to say a password, and "please" was always right.
The museum's wifi password is the year of the fire.
I change the password of the shared account each time somebody moves out.
A password hint should hint at it, and not be it.
Behind the hidden valley lies a valley that has a car park.
The hidden figure in the pattern is a hare, once you know.
Hidden in the clock was a note for whoever would repair it.
The eggs were hidden so well that we found one in August.
Instead of flowers, please send a story about him.
She took the stairs instead, and so she met the cat.
Use yoghurt instead of cream, and tell nobody.
Instead of a speech he played the trumpet.
Could we meet at yours instead?
Always in a hurry, never late, that was Priya.
You must be new here, said the swan, in the cartoon above the desk.
Reply in writing, with a stamp, to the address above.
Respond in time, or the table goes to the next on the list.
The baby will respond in kind if you put out your tongue.
How should a goalkeeper respond in such a case?
The whole valley began to respond in echoes.
`,
)
