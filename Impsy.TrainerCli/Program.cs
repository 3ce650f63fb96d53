Console.WriteLine("impsy-trainer");
