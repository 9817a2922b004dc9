// Makes two things live that work without it: the preview beside a question, and the progress of work in hand.
"use strict";
