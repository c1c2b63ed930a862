return await DemoExam.CommandLine.Run(args);
