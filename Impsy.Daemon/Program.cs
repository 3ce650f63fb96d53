Console.WriteLine("impsy");
