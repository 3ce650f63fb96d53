using Impsy.TrainerCli.Commands;

return TrainerCommand.Run(args, Console.Out, Console.Error);
